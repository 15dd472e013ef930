"""What is known of a page that could be chosen: who links to it how, and what it says itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from crawler.panel.address import page_key
from crawler.panel.spelling import title_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from crawler.panel.wording import Lexicon, Reading
    from crawler.records import Markup, PageFacts

# "Northam Council: Housing" is about housing.
_COUNCIL = re.compile(r"^[^:|]*\bcouncil(?! tax)[^:|]*[:|]\s*(?=\S)", re.IGNORECASE)
_MOST_MENTIONS = 12
_REGION = {"footer": 0.95, "aside": 0.9}
_HIDDEN, _DEEPER, _BY_HEADING = 0.88, 0.97, 0.9
_NEWS_HEADINGS = frozenset({
    "news", "latest", "event", "newyddion", "digwyddiadau", "happening", "stories", "campaign",
    "blog", "headlines",
})  # fmt: skip
_NEWS_HEADING_LENGTH = 5
_WHATS_NEW = re.compile("what[\u2019']?s new", re.IGNORECASE)
_DOORS = frozenset({
    "sign in", "log in", "login", "signin", "sign in or register", "log in or register",
    "log in to your account", "sign in to your account", "log in or create an account",
    "mewngofnodi",
    "sign in to my account", "login or register", "my account login", "customer login",
})  # fmt: skip


class Mention(NamedTuple):
    """A link to a page: what it says, how well one sees it (0 to 1), and where it stands."""

    text: str
    weight: float
    home: bool
    heading: str
    news: bool
    generic: bool
    readings: dict[str, Reading]


@dataclass(eq=False)
class Place:
    """A page that could be chosen. `order` is that of discovery; `via` is the page that linked to
    it first, when that was not the home page; `under` are the tasks that the pages which link to it
    are about."""

    url: str
    key: str
    order: int
    own: bool
    supplier: str | None = None
    lasting: bool = True
    welsh: bool = False
    listed: bool = False
    mentions: list[Mention] = field(default_factory=list)
    path: dict[str, Reading] = field(default_factory=dict)
    local: dict[str, int] = field(default_factory=dict)
    said: Said | None = None
    refused: str = ""
    unsure: str = ""
    level: int = 1
    parents: set[str] = field(default_factory=set)
    under: set[str] = field(default_factory=set)
    hub: tuple[tuple[float, frozenset[str]], ...] | None = None

    @property
    def linked_from_home(self) -> bool:
        return any(mention.home for mention in self.mentions)

    @property
    def text(self) -> str:
        """How the page is called by the first link that calls it anything."""
        return next((mention.text for mention in self.mentions if mention.text), "")


class Said(NamedTuple):
    """What a page that was looked at says of itself: by its h1 and title (`names`), by the headings
    below (`below`), by its links to other pages of the site (`leads`) and to suppliers
    (`hands`). `spoken` counts how often its text and headings name each task, `uttered` its
    text alone, by the shortest names too. `onward` counts the pages of the site that its main part
    links to."""

    title: str
    top: str
    names: dict[str, Reading]
    below: dict[str, Reading]
    leads: dict[str, Reading]
    hands: dict[str, Reading]
    spoken: dict[str, int]
    uttered: dict[str, int]
    onward: int
    prose: str
    door: bool
    fields: int
    documents: int
    language: str
    welsh_url: str


def mention_of(
    lexicon: Lexicon,
    text: str,
    *,
    region: str = "",
    visible: bool = True,
    heading: str = "",
    home: bool,
) -> Mention:
    """Read one link. Where its text names nothing, the heading above it does; where the text is a
    whole card, the heading in it does."""
    text, heading = " ".join(text.split()), " ".join(heading.split())
    weight = _REGION.get(region, 1.0) * (1.0 if visible else _HIDDEN) * (1.0 if home else _DEEPER)
    card = heading and text.casefold().startswith(heading.casefold())
    if card:
        text = heading
    generic = lexicon.is_generic(text)
    readings = lexicon.read(text) if text else {}
    if not readings and heading and generic:
        readings = {
            slug: reading._replace(sure=reading.sure * _BY_HEADING)
            for slug, reading in lexicon.read(heading).items()
        }
    words = heading.casefold().replace(",", " ").split()
    news = len(words) <= _NEWS_HEADING_LENGTH and (
        _WHATS_NEW.match(heading) is not None
        or not _NEWS_HEADINGS.isdisjoint(
            word.rstrip("s") if word != "news" else word for word in words
        )
    )
    return Mention(text, weight, home, heading, news, generic, readings)


def add_mention(place: Place, mention: Mention) -> bool:
    """Keep a link to the page, once for each text and up to a dozen. Returns whether that changed
    anything."""
    for number, known in enumerate(place.mentions):
        if (known.text, known.heading) == (mention.text, mention.heading):
            if (mention.home, mention.weight) > (known.home, known.weight):
                place.mentions[number] = mention
                return True
            return False
    if len(place.mentions) < _MOST_MENTIONS:
        place.mentions.append(mention)
        return True
    return False


def said_by(
    facts: PageFacts,
    lexicon: Lexicon,
    site_title: frozenset[str],
    another: Callable[[str], bool | None],
    everywhere: Collection[str | None] = (),
) -> Said | None:
    """Read what a page says of itself; None when its markup was not seen. `site_title` are the
    parts of the home page's title, which stand in every title; `another` says whether a link leads
    to another page of the site (True) or of a supplier (False), or to neither (None); `everywhere`
    are lines of text and the keys of linked pages that the home page has too: in a page without
    landmarks they say nothing of it."""
    markup = facts.markup
    if markup is None:
        return None
    title = _own_title(markup.title, site_title)
    tops = [
        _COUNCIL.sub("", " ".join(text.split()))
        for level, text in markup.headings
        if level == 1 and text.strip()
    ]
    top = tops[0] if tops else ""
    names: dict[str, Reading] = {}
    for text in [*tops[:2], title]:
        _keep_best(names, lexicon.read(text))
    below: dict[str, Reading] = {}
    for level, text in markup.headings:
        if level in (2, 3, 4):
            _keep_best(below, lexicon.read(text))
    leads: dict[str, Reading] = {}
    hands: dict[str, Reading] = {}
    onward: set[str | None] = set()
    for link in markup.links:
        if link.region in ("main", "") and link.text:
            own = another(link.url)
            to = page_key(link.url)
            if own and (link.region == "main" or to not in everywhere):
                onward.add(to)
            if own is not None:
                _keep_best(leads if own else hands, lexicon.read(link.text))
    prose = [line for line in prose_of(markup).splitlines() if line not in everywhere]
    called = (top or title).casefold().strip(" .!")
    return Said(
        title=title,
        top=top or title,
        names=names,
        below=below,
        leads=leads,
        hands=hands,
        spoken=lexicon.spoken([*(text for _, text in markup.headings), *prose]),
        uttered=lexicon.spoken(prose, short=True),
        onward=len(onward),
        prose="\n".join(prose),
        door=called in _DOORS,
        fields=markup.fields,
        documents=markup.documents,
        language=(markup.language or "").casefold(),
        welsh_url=welsh_link(markup),
    )


def welsh_link(markup: Markup) -> str:
    """Return the address that a page names as its Welsh version, one that people see first; ""
    where it names none."""
    named = [link for link in markup.languages if link.language.partition("-")[0] == "cy"]
    named.sort(key=lambda link: not link.text)
    return named[0].url if named else ""


def _own_title(title: str, site_title: frozenset[str]) -> str:
    parts = [part for part in title_parts(title) if part.casefold().strip() not in site_title]
    return _COUNCIL.sub("", " ".join((parts[0] if parts else title).split()))


def prose_of(markup: Markup) -> str:
    """A page's sentences, or else the beginning of all its text."""
    return markup.prose or markup.text_excerpt


def _keep_best(best: dict[str, Reading], found: dict[str, Reading]) -> None:
    for slug, reading in found.items():
        known = best.get(slug)
        if known is None or (not reading.near, reading.sure) > (not known.near, known.sure):
            best[slug] = reading
