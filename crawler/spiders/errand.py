"""What a spider is sent to do: a website, and all that must be known of it beforehand."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from crawler.config import Config
from crawler.panel.applicability import applicable
from crawler.panel.overrides import Override
from crawler.records import LocalLink, PageRole, PanelPage, Source, Task, Website

HOME_REASON = "The address in the register"


class Errand(Struct, frozen=True, kw_only=True):
    """One website. `tasks` are all top tasks, whoever is responsible for them; `other_hosts` are
    those of other councils; `day` seeds the rotating pages."""

    website: Website
    config: Config
    tasks: tuple[Task, ...] = ()
    overrides: tuple[Override, ...] = ()
    local_links: tuple[LocalLink, ...] = ()
    other_hosts: tuple[str, ...] = ()
    day: date = date.min

    @property
    def applicable(self) -> tuple[Task, ...]:
        """The tasks that any of the website's councils is responsible for."""
        return applicable(self.tasks, {council.type for council in self.website.councils})

    @property
    def nation(self) -> str:
        return self.website.councils[0].nation

    @property
    def home(self) -> PanelPage:
        """The home page's place in the panel."""
        return PanelPage(
            url=self.website.url, role=PageRole.HOME, reason=HOME_REASON, source=Source.REGISTER
        )
