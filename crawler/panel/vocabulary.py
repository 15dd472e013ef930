"""Words that stand beside the name of a task, and what they do to it. All in the one form that
`spelling.meaning` gives them."""

from __future__ import annotations

# What stands beside the name of any task without changing it.
NEUTRAL = frozenset({
    "pay", "find", "check", "view", "see", "get", "report", "apply", "order", "book", "request",
    "make", "ask", "tell", "us", "search", "look", "up", "manage", "set", "use", "need", "want",
    "service", "information", "info", "advice", "help", "guidance", "guide", "page", "council",
    "county", "borough", "district", "city", "town", "royal", "metropolitan", "local", "area",
    "form", "problem", "issue", "household", "domestic", "home", "resident", "public", "now",
    "today", "more", "all", "every", "near", "nearest", "me", "welcome", "overview",
    "introduction", "start", "begin", "when", "which", "why", "here", "website", "site", "day",
    "date", "address", "postcode", "click", "read", "go", "link", "menu", "section", "index",
    "default", "aspx", "content", "homepage", "landing", "z", "question", "other", "related",
    "general", "main", "details", "detail", "fault", "bill", "payment", "application", "talu",
    "gwneud", "cais", "rhoi", "gwybod", "gwasanaeth", "gwasanaethau", "cyngor", "gwybodaeth",
    "dod", "hyd", "o", "i", "eich", "sut", "cael", "archebu", "gweld", "chwilio", "adrodd",
    "renew", "access", "support", "faq", "scheme", "programme", "first", "new", "join", "about",
})  # fmt: skip
# What makes a page one that is about a task, and not the task's.
ASIDE = frozenset({
    "news", "newsletter", "strike", "fraud", "consultation", "survey", "policy", "strategy",
    "privacy", "statistic", "data", "performance", "minutes", "agenda", "committee", "history",
    "archive", "award", "campaign", "competition", "gallery", "photo", "fair", "training",
    "closed", "christmas", "easter", "festive", "bank", "update", "launch",
    "launched", "win", "celebrate", "prosecution", "prosecuted", "announced", "annual",
    "disruption", "suspended", "delay", "delayed", "reminder", "appeal", "enforcement", "leaflet",
    "trade", "commercial", "business", "privacynotice", "cookie", "review", "proposal", "proposed",
    "event", "workshop", "webinar", "story", "case", "study", "blog", "change", "moving", "late",
    "newyddion", "polisi", "strategaeth", "ymgynghoriad", "preifatrwydd", "nadolig", "fines",
    "winner", "volunteer", "plan", "pilot", "project", "grant", "fund", "funding", "job", "vacancy",
    "career", "meeting", "press", "release", "complaint",
})  # fmt: skip
# The news of the day colours a whole list: in "Christmas bins, parking and planning" no part is a
# task's name.
OF_THE_DAY = frozenset({
    "news", "strike", "consultation", "survey", "christmas", "easter", "festive", "disruption",
    "update", "launch", "change", "award", "campaign", "event", "newyddion", "nadolig",
})  # fmt: skip
