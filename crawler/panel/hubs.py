"""Pages that lead on: which of them is worth a look, for tasks that have no page yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.panel.spelling import meaning, path_meanings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crawler.panel.evidence import Place

# Which tasks tend to stand below a link with one of these words.
_THEMES = (
    (
        ("bin", "recycling", "waste", "rubbish", "refuse", "environment", "litter", "street",
         "sbwriel", "ailgylchu", "gwastraff", "biniau", "amgylchedd"),
        ("bin-day", "garden-waste", "bulky-waste", "recycling-centre", "fly-tipping"),
    ),
    (
        ("road", "roads", "highway", "pavement", "transport", "travel", "street", "streets",
         "ffyrdd", "priffyrdd", "trafnidiaeth", "teithio"),
        ("pothole", "street-light", "bus-pass", "parking-fine", "parking-permit", "blue-badge"),
    ),
    (("parking", "parcio", "park"), ("parking-fine", "parking-permit", "blue-badge")),
    (("bus", "buses"), ("bus-pass",)),
    (
        ("school", "education", "learning", "children", "famil", "family", "ysgolion", "addysg",
         "schools", "dysgu"),
        ("school-admissions", "term-dates"),
    ),
    (("planning", "building", "development", "cynllunio"), ("planning",)),
    (
        ("housing", "home", "homes", "tai", "house", "tenant"),
        ("housing", "homelessness", "benefits"),
    ),
    (
        ("benefit", "money", "financial", "living", "welfare", "tax", "budd", "arian"),
        ("benefits", "council-tax"),
    ),
    (
        ("democracy", "councillor", "government", "election", "decision", "voting", "politic",
         "democratiaeth", "democratic"),
        ("councillors", "elections"),
    ),
    (
        ("care", "adult", "adults", "health", "disability", "disabled", "older", "gofal", "iechyd",
         "wellbeing", "social"),
        ("social-care", "blue-badge", "bus-pass"),
    ),
    (
        ("environmental", "pollution", "nuisance", "safety", "neighbour", "community", "pest",
         "animal", "environment"),
        ("noise", "fly-tipping"),
    ),
    (
        ("registrar", "registration", "ceremony", "life", "marriage", "wedding", "birth", "death",
         "certificate", "event"),
        ("births-deaths",),
    ),
    (("leisure", "culture", "art", "heritage", "hamdden"), ("libraries",)),
    (("work", "career", "employment", "skill"), ("jobs",)),
    (("help", "website", "about"), ("contact", "accessibility-statement", "complaints")),
    (
        ("report", "problem"),
        ("pothole", "street-light", "fly-tipping", "noise"),
    ),
    (("pay", "payment", "talu"), ("council-tax", "parking-fine")),
    (
        ("apply", "application", "permit", "licence"),
        ("parking-permit", "school-admissions", "blue-badge", "housing", "bus-pass"),
    ),
)  # fmt: skip
_THEME_OF: Mapping[str, frozenset[str]] = {
    word: frozenset(task for words, tasks in _THEMES if word in words for task in tasks)
    for words, _ in _THEMES
    for word in words
}
# Pages that lead to everything.
_ALL = (
    ("service", "services", "a z", "az", "all service", "our service", "council service",
     "a z service", "service a z", "site map", "sitemap", "do it", "popular task", "top task",
     "gwasanaethau", "a i y", "az service", "browse service", "view all service", "see all service",
     "more service", "find service", "service list"),
    ("resident", "for resident", "resident service", "living", "people", "preswylwyr", "trigolion",
     "community", "my council", "council", "request", "form", "online form", "do online", "find",
     "find it", "pay", "pay it", "apply", "apply it", "book", "book it"),
)  # fmt: skip
_EVERYTHING = tuple(frozenset(" ".join(meaning(phrase)) for phrase in group) for group in _ALL)
_LONGEST = 7


def themes_of(place: Place) -> frozenset[str]:
    """Return the tasks that tend to stand below such a page."""
    words = {word for text in _texts(place) for word in text}
    return frozenset().union(*(_THEME_OF.get(word, frozenset()) for word in words))


def leads_to(place: Place, missing: Mapping[str, float], everything: float) -> float:
    """Return how much a look into a page may bring: the importance of the `missing` tasks that
    tend to stand below such a page, weighted by how likely that is. `everything` is their sum."""
    if place.hub is None:
        place.hub = tuple(_reach(place))
    best = 0.0
    for share, tasks in place.hub:
        reach = sum(missing.get(task, 0.0) for task in tasks) if tasks else everything
        best = max(best, share * reach)
    return best / place.level


def _reach(place: Place) -> Iterator[tuple[float, frozenset[str]]]:
    """What a page's names say that it leads to: how likely, and to which tasks; none for all."""
    for words in _texts(place):
        if not words or len(words) > _LONGEST:
            continue
        joined = " ".join(words)
        if joined in _EVERYTHING[0]:
            yield 0.5, frozenset()
        elif joined in _EVERYTHING[1]:
            yield 0.25, frozenset()
        tasks = frozenset().union(*(_THEME_OF.get(word, frozenset()) for word in words))
        if tasks:
            yield 0.7 * sum(word in _THEME_OF for word in words) / len(words), tasks


def _texts(place: Place) -> list[tuple[str, ...]]:
    texts = [
        meaning(text)
        for mention in place.mentions
        if not mention.news
        for text in (mention.text, mention.heading if mention.generic else "")
        if text
    ]
    return texts + list(path_meanings(place.url)[-1:])
