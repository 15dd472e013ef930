"""The parts of a council's website under which residents look for a task.

A step to a page on the way is clear when it names one of them. They are the headings that councils
in all four nations use, matched as whole words and without regard to plurals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_WASTE = (
    "bins", "waste", "rubbish", "recycling", "refuse", "biniau", "gwastraff",
    "ailgylchu", "sbwriel",
)  # fmt: skip
_ROADS = (
    "roads", "streets", "highways", "pavements", "transport", "travel", "ffyrdd", "priffyrdd",
    "strydoedd", "teithio", "trafnidiaeth",
)  # fmt: skip
_PARKING = (
    "parking",
    "parcio",
    "roads",
    "transport",
    "travel",
    "streets",
    "ffyrdd",
    "trafnidiaeth",
)
_SCHOOLS = ("schools", "education", "learning", "ysgolion", "addysg", "dysgu")
_CARE = ("social care", "adult care", "care and support", "adults", "gofal", "oedolion")
_HOMES = ("housing", "homes", "tai", "cartrefi")
_MONEY = ("benefits", "money", "financial support", "cost of living", "budd-daliadau", "arian")
_COUNCIL = (
    "your council", "the council", "about the council", "about us", "council and democracy",
    "democracy", "y cyngor", "eich cyngor", "am y cyngor", "democratiaeth",
)  # fmt: skip
_REPORT = ("report", "report it", "report a problem", "adrodd", "rhoi gwybod")
_PLACES = ("environment", "environmental health", "community safety", "amgylchedd")

CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "council-tax": ("council tax", "tax", "bills", "payments", "pay", "treth", "talu"),
    "bin-day": _WASTE,
    "garden-waste": (*_WASTE, "garden", "gardd"),
    "bulky-waste": _WASTE,
    "recycling-centre": _WASTE,
    "planning": ("planning", "building control", "cynllunio"),
    "school-admissions": _SCHOOLS,
    "term-dates": _SCHOOLS,
    "parking-fine": (*_PARKING, "fines", "pay", "dirwyon", "talu"),
    "parking-permit": (*_PARKING, "permits", "trwyddedau"),
    "pothole": (*_ROADS, *_REPORT),
    "street-light": (*_ROADS, *_REPORT),
    "fly-tipping": (*_WASTE, *_REPORT, *_PLACES, "streets", "street cleaning"),
    "libraries": ("libraries", "leisure", "culture", "llyfrgelloedd", "hamdden", "diwylliant"),
    "housing": _HOMES,
    "homelessness": _HOMES,
    "benefits": (*_MONEY, "housing", "council tax", "tai"),
    "births-deaths": (
        "births", "deaths", "marriages", "ceremonies", "registrars", "registration",
        "genedigaethau", "marwolaethau", "cofrestru", "seremoniau",
    ),
    "elections": (*_COUNCIL, "elections", "voting", "etholiadau", "pleidleisio"),
    "councillors": (*_COUNCIL, "councillors", "meetings", "cynghorwyr", "cyfarfodydd"),
    "blue-badge": (*_PARKING, *_CARE, "disability", "disabled", "anabledd"),
    "social-care": (*_CARE, "health", "iechyd"),
    "noise": (*_PLACES, *_REPORT, "pollution", "nuisance", "pests", "llygredd"),
    "bus-pass": ("travel", "transport", "buses", "public transport", "teithio", "bysiau"),
    "complaints": (*_COUNCIL, "contact", "feedback", "have your say", "cysylltu", "adborth"),
    "jobs": ("jobs", "careers", "work for us", "working for us", "vacancies", "swyddi", "gyrfa"),
    "contact": ("contact", "cysylltu"),
    "accessibility-statement": ("accessibility", "hygyrchedd"),
}  # fmt: skip
