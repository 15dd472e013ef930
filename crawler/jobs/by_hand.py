"""Whether a page that a person chose can stand for what they say, as far as the register and the
tasks tell: a choice that no crawl would ever heed is refused, not passed over."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from crawler.config import Config
from crawler.jobs.loopback import on_this_machine
from crawler.panel.address import page_key
from crawler.panel.applicability import applicable
from crawler.panel.assemble import seat_of
from crawler.panel.hosts import host_of, is_everybodys, same_organisation
from crawler.panel.suppliers import supplier_of
from crawler.records import PageRole
from crawler.register import nearest, read_register, websites
from crawler.strict_csv import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.panel.overrides import Override
    from crawler.records import Council, Task

WALES = "Wales"
# What may be done on the home page itself; it is audited only once.
_AT_HOME = (PageRole.TASK, PageRole.CONTACT, PageRole.ACCESSIBILITY_STATEMENT)
_THEIRS = "Choose a page of the council or of its supplier."


class ByHand:
    """What may be chosen for the councils of a register."""

    def __init__(self, config: Config, councils: Sequence[Council], tasks: Sequence[Task]) -> None:
        self._config = config
        self._councils = {council.slug: council for council in councils}
        self._sharing = {
            council.slug: website.councils
            for website in websites(councils)
            for council in website.councils
        }
        self._tasks = tuple(tasks)
        self._slugs = {task.slug for task in tasks}

    def check(self, choice: Override) -> None:
        """Raise `Problem` for a choice that a crawl could not heed."""
        if choice.task is not None:
            self._check_task(choice.role, choice.task)
        council = self._councils.get(choice.council)
        if council is not None:
            self._check_council(choice, council)
        elif choice.council not in self._everybody:
            known = (*self._councils, *self._everybody)
            raise Problem(f"council is {quoted(choice.council)}", nearest(choice.council, known))
        if choice.url is not None:
            self._check_address(choice.url, council)
            at_home = council and page_key(choice.url) == page_key(council.website)
            if at_home and choice.role not in _AT_HOME:
                problem = "the home page stands for itself already"
                raise Problem(problem, "Choose another page, or say that there is none.")

    def _check_task(self, role: PageRole, task: str) -> None:
        if task not in self._slugs:
            otherwise = "Run `usability tasks list` for the tasks."
            raise Problem(f"task is {quoted(task)}", nearest(task, self._slugs, otherwise))
        own, name = seat_of(task)
        if role is PageRole.TASK and name is None:
            problem = f"the page for {task} has a role of its own"
            raise Problem(problem, f"Write {own} as the role, and leave the task empty.")

    def _check_council(self, choice: Override, council: Council) -> None:
        if choice.role is PageRole.WELSH and council.nation != WALES:
            raise Problem(f"{council.name} is not in Wales", "Choose another role.")
        if choice.task is None:
            return
        types = {each.type for each in self._sharing[council.slug]}
        if choice.task not in {task.slug for task in applicable(self._tasks, types)}:
            raise Problem(
                f"{council.name} is not responsible for {choice.task}",
                f"Choose a task that `usability tasks list --type {council.type}` lists.",
            )

    def _check_address(self, url: str, council: Council | None) -> None:
        if on_this_machine(url) and not self._config.allow_loopback:
            remedy = "Give an address on the public web, or give --allow-loopback too."
            raise Problem(f"{url} is on this machine", remedy)
        home = council.website if council else ""
        if council and same_organisation(url, home):
            return
        if is_everybodys(url):
            raise Problem(f"{host_of(url)} serves everybody, not one council", _THEIRS)
        if council and supplier_of(url, home, self._hosts_of_others(council)) is None:
            raise Problem(f"{host_of(url)} is the website of another council", _THEIRS)

    def _hosts_of_others(self, council: Council) -> frozenset[str]:
        """The hosts of other councils, but for those that this one has succeeded: their websites
        are its own for a while."""
        own = {each.slug for each in self._sharing[council.slug]}
        return frozenset(
            host
            for slug, host in self._hosts.items()
            if slug not in own and self._councils[slug].succeeded_by not in own
        ) - {host_of(council.website)}

    @cached_property
    def _hosts(self) -> dict[str, str]:
        return {slug: host_of(council.website) for slug, council in self._councils.items()}

    @cached_property
    def _everybody(self) -> frozenset[str]:
        """The councils of the project's own register. The one of a crawl may be a part of it, and
        share its file of choices."""
        whole = Config().register
        if whole == self._config.register or not whole.is_file():
            return frozenset()
        return frozenset(council.slug for council in read_register(whole))
