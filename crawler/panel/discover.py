"""Which pages stand for a website's roles and tasks: a search that asks for one look at a time.

Candidates come from the links of the home page, from those of the pages looked at, from imported
Local Links and from the sitemap. Each has a score for each task. The search looks at the pages from
which it can learn most: the best candidates that are not yet certain, and pages that lead on to
tasks that have no page yet. The same answers always lead to the same result.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.panel.address import normalise, page_key
from crawler.panel.assemble import ROLE_OF_TASK
from crawler.panel.evidence import Place, add_mention, mention_of, said_by
from crawler.panel.hosts import host_of, same_organisation
from crawler.panel.hubs import leads_to, themes_of
from crawler.panel.places import depth, is_lasting, is_welsh_address, page_address
from crawler.panel.roles import best_documents, best_form, fillers, may_hold_form, welsh_pages
from crawler.panel.spelling import meaning, title_parts
from crawler.panel.suppliers import supplier_of
from crawler.panel.weighing import CERTAIN, THRESHOLD, Weight, weigh
from crawler.panel.wording import Lexicon
from crawler.records import Candidate, EndState, PageRole, PanelPage, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from crawler.panel.overrides import Override
    from crawler.records import LocalLink, PageFacts, Task

_MOST_CANDIDATES = 10
_MOST_LISTED = 12
_LEAST_CANDIDATE = 15
# A look must promise this much, in units of a task's importance.
_WORTH = 0.05
_TIRED = 0.6
_CHILD = 0.3
_PROVIDES_INFORMATION = 8
_INFORMATION_TASKS = frozenset({"term-dates", "libraries", "recycling-centre", "councillors"})


class Discovered(Struct, frozen=True, kw_only=True):
    """What a discovery found. `pages` are the best page for each role and task that has one; a page
    may stand for two. `others` are further lasting pages, in a stable order, to fill a panel with.
    `nothing` are the roles and tasks of which a person said that the site has no page."""

    pages: tuple[PanelPage, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    others: tuple[PanelPage, ...] = ()
    nothing: tuple[tuple[PageRole, str | None], ...] = ()


def _everything(_url: str) -> bool:
    return True


class Discovery:
    """The search for a website's pages: ask `next()` which address to look at, answer with
    `saw()`, until it is None; then take the `result()`.

    `tasks` are those that are the councils' job. `known` are pages that this crawl has loaded
    already, `gone` addresses of pages that are no more, `other_hosts` the hosts of other councils.
    `allowed` says which addresses may be loaded; `looks` is the most that `next()` asks for.
    """

    def __init__(
        self,
        home: PageFacts,
        *,
        home_url: str,
        tasks: Sequence[Task],
        nation: str,
        sitemap: Sequence[str] = (),
        local_links: Sequence[LocalLink] = (),
        overrides: Sequence[Override] = (),
        known: Sequence[PageFacts] = (),
        gone: Collection[str] = (),
        other_hosts: Collection[str] = (),
        allowed: Callable[[str], bool] = _everything,
        looks: int = 20,
    ) -> None:
        self._home = home
        self._home_url = normalise(home_url) or home_url
        self._home_keys = {page_key(self._home_url), page_key(home.url), page_key(home.final_url)}
        self._tasks = tuple(tasks)
        self._nation = nation
        self._overrides = {(item.role, item.task): item for item in overrides}
        self._gone = {page_key(url) for url in gone}
        self._other_hosts = frozenset(host_of(f"https://{host}/") for host in other_hosts)
        self._allowed = allowed
        self._looks = max(looks, 0)
        self._asked: Place | None = None
        self._tried: set[str] = set()
        self._places: dict[str, Place] = {}
        self._listed: list[str] = []
        self._seen: dict[str, Place] = {}
        self._weights: dict[str, dict[str, Weight | None]] = {t.slug: {} for t in self._tasks}
        self._by_rank: dict[str, list[tuple[Place, Weight]]] = {}
        self._titles = {task.slug: task.title for task in self._tasks}
        self._hubs_seen: Counter[str] = Counter()
        self._form_looks = 2
        self._document_looks = 2
        parts = title_parts(home.markup.title) if home.markup else ()
        self._site_title = frozenset(part.casefold().strip() for part in parts)
        names = {word for part in parts for word in meaning(part)}
        self._lexicon = Lexicon(self._tasks, nation, names)
        self._read(home, home=True, level=1)
        self._read_local_links(local_links)
        self._read_sitemap(sitemap)
        for facts in known:
            self._take_in(facts, None)

    # --- Looking ----------------------------------------------------------------------------

    def next(self) -> str | None:
        """Return the next address to look at, or None when the looks are spent or nothing more is
        worth one."""
        if self._looks <= 0:
            return None
        place = self._most_promising()
        if place is None:
            return None
        self._looks -= 1
        self._asked = place
        self._tried.add(place.key)
        return place.url

    def saw(self, facts: PageFacts) -> None:
        """Take in what the look at the last `next()` found, whatever its end state."""
        asked, self._asked = self._asked, None
        self._take_in(facts, asked)

    def _most_promising(self) -> Place | None:
        best = self._best()
        missing = {
            task.slug: task.importance * _lack(best.get(task.slug))
            for task in self._tasks
            if (ROLE_OF_TASK.get(task.slug, PageRole.TASK), _task_of(task.slug))
            not in self._overrides
        }
        values: dict[str, float] = {}
        for task in self._tasks:
            if task.slug not in missing:
                continue
            for number, (place, weight) in enumerate(self._ranked(task.slug)[:3]):
                if place.said is None and place.key not in self._tried and not place.refused:
                    doubt = _doubt(weight)
                    share = (1.0, 0.4, 0.25)[number]
                    if number and best.get(task.slug) and not best[task.slug][1].near:
                        share = 0.0
                    gain = task.importance * doubt * share
                    values[place.key] = values.get(place.key, 0.0) + gain
        self._add_children(values)
        have_form, have_documents = self._has_roles()
        # Where pages that lead to a task were looked into in vain, the next one is less likely to.
        lacking = {
            slug: value * _TIRED ** self._hubs_seen[slug]
            for slug, value in missing.items()
            if value > 0
        }
        everything = sum(lacking.values())
        for place in self._places.values():
            if place.said or place.refused or place.key in self._tried or not place.lasting:
                continue
            if place.own and place.mentions and not place.welsh:
                values[place.key] = values.get(place.key, 0.0) + leads_to(
                    place, lacking, everything
                )
                if have_form and have_documents:
                    continue
                kind = may_hold_form(place)
                if kind == "form" and not have_form and self._form_looks:
                    values[place.key] = values.get(place.key, 0.0) + 0.6
                if kind == "documents" and not have_documents and self._document_looks:
                    values[place.key] = values.get(place.key, 0.0) + 0.5
        if not values:
            return None
        key = min(values, key=lambda key: (-round(values[key], 6), self._places[key].order))
        if values[key] < _WORTH:
            return None
        chosen = self._places[key]
        self._hubs_seen.update(themes_of(chosen))
        kind = may_hold_form(chosen)
        self._form_looks -= kind == "form" and not have_form and self._form_looks > 0
        self._document_looks -= (
            kind == "documents" and not have_documents and self._document_looks > 0
        )
        return chosen

    def _add_children(self, values: dict[str, float]) -> None:
        """Where only a page of the task's topic is known, the pages that it links to may be the
        task's by another name."""
        parents: dict[str, float] = {}
        for task in self._tasks:
            ranked = self._ranked(task.slug)[:1]
            for place, weight in ranked:
                if weight.near and place.said and not place.refused and place.own:
                    parents[place.key] = parents.get(place.key, 0.0) + task.importance
        for place in self._places.values():
            gain = max((parents.get(key, 0.0) for key in place.parents), default=0.0)
            open_to_us = place.own and place.lasting and not place.welsh and not place.refused
            if gain and open_to_us and not place.said and place.key not in self._tried:
                values[place.key] = values.get(place.key, 0.0) + _CHILD * gain

    def _has_roles(self) -> tuple[bool, bool]:
        places = list(self._seen.values())
        form = (PageRole.FORM, None) in self._overrides or best_form(places) is not None
        documents = (
            PageRole.DOCUMENTS,
            None,
        ) in self._overrides or best_documents(places) is not None
        return form, documents

    # --- Taking in ----------------------------------------------------------------------------

    def _take_in(self, facts: PageFacts, asked: Place | None) -> None:
        key, final = page_key(facts.url), page_key(facts.final_url)
        place = asked or self._places.get(key or "")
        if place is None:
            place = self._place(facts.final_url)
            if place is None:
                return
        self._tried.add(place.key)
        self._learn(place, facts, final)
        self._touch(place)

    def _learn(self, place: Place, facts: PageFacts, final: str | None) -> None:
        """What a look at a page says for or against it, and the links that it adds."""
        if facts.state is EndState.GONE:
            place.refused = "the page is gone"
            return
        if facts.state is EndState.DISALLOWED:
            place.refused = "robots.txt does not let us look at it"
            return
        if facts.state is EndState.UNREACHABLE:
            place.refused = "it could not be reached"
            return
        if (
            final not in (None, place.key, *self._home_keys)
            and self._place(facts.final_url) is None
        ):
            place.refused = "it leads to a page that cannot be chosen"
            return
        if not facts.state.scored or facts.markup is None:
            place.unsure = f"it could not be looked at ({facts.state.value})"
            return
        if final in self._home_keys:
            place.refused = "it leads to the home page"
            return
        if final is not None and final != place.key:
            moved = self._moved(place, facts.final_url, final)
            if moved is None:
                return
            self._touch(place)
            place = moved
        place.said = said_by(
            facts, self._lexicon, self._site_title, lambda url: self._another(url, place)
        )
        self._seen[place.key] = place
        if self._nation == "Wales" and place.said and place.said.language.startswith("cy"):
            place.welsh = True
        self._touch(place)
        if place.own:
            self._read(facts, home=False, level=place.level + 1)

    def _moved(self, place: Place, url: str, key: str) -> Place | None:
        """The page that a redirect led to, with all that spoke for the address it came from."""
        target = self._place(url)
        if target is None:
            place.refused = "it leads to a page that cannot be chosen"
            return None
        if target is place:
            return place
        for mention in place.mentions:
            add_mention(target, mention)
        for slug, reading in place.path.items():
            target.path.setdefault(slug, reading)
        target.local |= place.local
        target.listed = target.listed or place.listed
        target.level = min(target.level, place.level)
        place.refused = f"it leads to {target.url}"
        self._tried.add(key)
        return target

    def _read(self, facts: PageFacts, *, home: bool, level: int) -> None:
        if facts.markup is None:
            return
        for link in facts.markup.links:
            self._mention(
                link.url,
                link.text,
                region=link.region,
                visible=link.visible,
                heading=link.heading,
                home=home,
                level=level,
                on=None if home else page_key(facts.final_url),
            )
        for opened in facts.opened or ():
            self._mention(
                opened.url,
                opened.text,
                region=opened.region,
                visible=True,
                heading="",
                home=home,
                level=level,
                on=None if home else page_key(facts.final_url),
            )

    def _mention(
        self,
        url: str,
        text: str,
        *,
        region: str,
        visible: bool,
        heading: str,
        home: bool,
        level: int,
        on: str | None,
    ) -> None:
        place = self._place(url, texts=text)
        if place is None:
            return
        place.level = min(place.level, level) if place.mentions else level
        mention = mention_of(
            self._lexicon, text, region=region, visible=visible, heading=heading, home=home
        )
        if add_mention(place, mention):
            self._touch(place)
        if on is not None and region in ("main", ""):
            place.parents.add(on)

    def _place(self, address: str, texts: str | None = None) -> Place | None:
        """The page at an address; None for what can be no page of this website's panel."""
        url = page_address(address)
        key = page_key(url) if url else None
        if url is None or key is None or key in self._home_keys:
            return None
        known = self._places.get(key)
        if known is not None:
            return known
        own = same_organisation(url, self._home_url)
        supplier = None if own else supplier_of(url, self._home_url, self._other_hosts)
        if not own and supplier is None:
            return None
        if _is_root(url) and own and host_of(url) == host_of(self._home_url):
            return None
        if not own and texts is not None and not self._lexicon.read(texts):
            return None  # of other hosts, only what is named as a task is of interest
        place = Place(
            url=url,
            key=key,
            order=len(self._places),
            own=own,
            supplier=supplier,
            lasting=is_lasting(url),
            welsh=self._nation == "Wales" and is_welsh_address(url),
            path=self._lexicon.read_path(url),
        )
        if key in self._gone:
            place.refused = "the page is gone"
        elif not self._allowed(url):
            place.refused = "robots.txt does not let us look at it"
        self._places[key] = place
        self._touch(place)
        return place

    def _another(self, address: str, place: Place) -> bool | None:
        url = page_address(address)
        key = page_key(url) if url else None
        if url is None or key in (place.key, *self._home_keys):
            return None
        if same_organisation(url, self._home_url):
            return True
        return None if supplier_of(url, self._home_url, self._other_hosts) is None else False

    def _read_local_links(self, local_links: Iterable[LocalLink]) -> None:
        by_service: dict[int, list[LocalLink]] = {}
        for link in local_links:
            by_service.setdefault(link.lgsl, []).append(link)
        for task in self._tasks:
            rows = [row for service in task.lgsl for row in by_service.get(service, ())]
            informs = task.slug in _INFORMATION_TASKS
            rows.sort(key=lambda row: ((row.lgil == _PROVIDES_INFORMATION) != informs, row.lgil))
            for number, row in enumerate(rows):
                place = self._place(row.url)
                if place is not None:
                    place.local.setdefault(task.slug, number)
                    self._touch(place)

    def _read_sitemap(self, sitemap: Iterable[str]) -> None:
        # A sitemap's order is its generator's whim; its pages are weighed by their addresses, and
        # of thousands that name a task only the surest are.
        self._listed = sorted(set(sitemap))
        named: dict[str, list[tuple[float, int, str]]] = {}
        for address in self._listed:
            for slug, reading in self._lexicon.read_path(address).items():
                if reading.names:
                    named.setdefault(slug, []).append((-reading.sure, depth(address), address))
        for rows in named.values():
            chosen = 0
            for _, _, address in sorted(rows):
                url = page_address(address)
                if url is None or not is_lasting(url) or not same_organisation(url, self._home_url):
                    continue
                place = self._place(url)
                if place is not None:
                    place.listed = True
                    self._touch(place)
                    chosen += 1
                if chosen == _MOST_LISTED:
                    break

    # --- Weighing ---------------------------------------------------------------------------

    def _ranked(self, slug: str) -> list[tuple[Place, Weight]]:
        if slug not in self._by_rank:
            known = self._weights[slug]
            for key, weight in known.items():
                if weight is None:
                    place = self._places[key]
                    known[key] = weigh(place, slug, self._titles[slug], self._lexicon)
            pairs = [(self._places[key], weight) for key, weight in known.items() if weight]
            self._by_rank[slug] = sorted(pairs, key=lambda pair: pair[1].rank)
        return self._by_rank[slug]

    def _touch(self, place: Place) -> None:
        """Weigh a page anew for the tasks that something speaks for, when next asked for."""
        place.hub = None
        slugs = {slug for mention in place.mentions for slug in mention.readings}
        slugs.update(place.path, place.local)
        if place.said is not None:
            slugs.update(place.said.names, place.said.below)
        for slug in slugs:
            self._weights[slug][place.key] = None
            self._by_rank.pop(slug, None)

    def _best(self) -> dict[str, tuple[Place, Weight]]:
        best: dict[str, tuple[Place, Weight]] = {}
        for task in self._tasks:
            for place, weight in self._ranked(task.slug)[:1]:
                if weight.score >= THRESHOLD:
                    best[task.slug] = (place, weight)
        return best

    # --- The result ---------------------------------------------------------------------------

    def result(self) -> Discovered:
        """Return the pages found so far, with all that was considered."""
        home = PanelPage(
            url=self._home_url,
            role=PageRole.HOME,
            reason="The address in the register.",
            source=Source.REGISTER,
        )
        pages = [home]
        candidates: list[Candidate] = []
        for task in self._tasks:
            role, name = ROLE_OF_TASK.get(task.slug, PageRole.TASK), _task_of(task.slug)
            page = self._overridden(role, name)
            ranked = self._ranked(task.slug)
            if page is None and (role, name) not in self._overrides and ranked:
                place, weight = ranked[0]
                if weight.score >= THRESHOLD:
                    page = _page(place, weight, role, name)
            if page is not None:
                pages.append(page)
            candidates += self._candidates(role, name, page, ranked)
        pages += self._role_pages(pages)
        nothing = tuple(
            place for place, override in self._overrides.items() if override.url is None
        )
        return Discovered(
            pages=tuple(pages),
            candidates=tuple(candidates),
            others=fillers(self._places.values(), self._listed, pages, self._home_url),
            nothing=nothing,
        )

    def _role_pages(self, pages: Sequence[PanelPage]) -> list[PanelPage]:
        places = list(self._seen.values())
        taken = {page_key(page.url) for page in pages if page.role is not PageRole.TASK}
        found: list[PanelPage] = []
        for role, choose in ((PageRole.FORM, best_form), (PageRole.DOCUMENTS, best_documents)):
            page = self._overridden(role, None)
            if page is None and (role, None) not in self._overrides:
                page = choose([place for place in places if place.key not in taken])
            if page is not None:
                found.append(page)
                taken.add(page_key(page.url))
        if self._nation == "Wales":
            importance = {task.slug: -task.importance for task in self._tasks}
            first = sorted(pages, key=lambda page: importance.get(page.task or "", 0))
            found += welsh_pages(self._home, self._home_url, first, self._places, self._listed)
        for (role, task), override in self._overrides.items():
            if role is PageRole.WELSH:
                found = [p for p in found if not (p.role is role and p.task == task)]
                page = self._overridden(role, task)
                found += [page] if page is not None and override.url else []
        return found

    def _overridden(self, role: PageRole, task: str | None) -> PanelPage | None:
        override = self._overrides.get((role, task))
        if override is None or override.url is None or page_key(override.url) in self._gone:
            return None
        why = f"Chosen by hand: {override.reason}" if override.reason else "Chosen by hand."
        return PanelPage(
            url=override.url,
            role=role,
            task=task,
            reason=why,
            source=Source.OVERRIDE,
            supplier=supplier_of(override.url, self._home_url, self._other_hosts),
        )

    def _candidates(
        self,
        role: PageRole,
        task: str | None,
        page: PanelPage | None,
        ranked: Sequence[tuple[Place, Weight]],
    ) -> list[Candidate]:
        chosen = page_key(page.url) if page else None
        rows: list[Candidate] = []
        if page is not None and page.source is Source.OVERRIDE:
            rows.append(
                Candidate(
                    role=role,
                    task=task,
                    url=page.url,
                    source=page.source,
                    score=page.score,
                    reason=page.reason,
                    supplier=page.supplier,
                )
            )
        for place, weight in ranked:
            if len(rows) >= _MOST_CANDIDATES or weight.score < _LEAST_CANDIDATE:
                break
            if rows and place.key == chosen and page and page.source is Source.OVERRIDE:
                continue
            rows.append(
                Candidate(
                    role=role,
                    task=task,
                    url=place.url,
                    source=weight.source,
                    score=round(weight.score),
                    reason=weight.reason or "The site links to it.",
                    supplier=place.supplier,
                    rejected="" if place.key == chosen else _rejection(weight, page),
                )
            )
        return rows


def _page(place: Place, weight: Weight, role: PageRole, task: str | None) -> PanelPage:
    return PanelPage(
        url=place.url,
        role=role,
        task=task,
        reason=weight.reason,
        source=weight.source,
        score=round(weight.score),
        supplier=place.supplier,
    )


def _rejection(weight: Weight, page: PanelPage | None) -> str:
    if weight.against:
        return f"Not chosen: {weight.against}."
    if page is None or weight.score < THRESHOLD:
        return "Not chosen: too little speaks for it."
    if page.source is Source.OVERRIDE:
        return "Not chosen: a person chose another page."
    return "Not chosen: more speaks for another page."


def _task_of(slug: str) -> str | None:
    return None if slug in ROLE_OF_TASK else slug


def _is_root(url: str) -> bool:
    path, _, query = url.partition("://")[2].partition("/")[2].partition("?")
    return not path and not query


# How much a look at a page with at least this score may change.
_DOUBTS = ((CERTAIN, 0.1), (70, 0.2), (60, 0.4), (THRESHOLD, 0.6), (25, 0.7))


def _lack(best: tuple[Place, Weight] | None) -> float:
    """How much a task still needs a page, 0 to 1."""
    if best is None:
        return 1.0
    return 0.5 if best[1].near else 0.0


def _doubt(weight: Weight) -> float:
    """How much a look at a candidate may change, 0 to 1."""
    if weight.near:
        return 0.8
    for least, doubt in _DOUBTS:
        if weight.score >= least:
            return doubt
    return 0.15
