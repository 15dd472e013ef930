"""The phrases by which a statement says what it must, in English and Welsh.

English follows the model statement of the Government Digital Service and what councils make of it,
Welsh its official translation. Apostrophes are straight: `sentences.straight` sees to it.
"""

from __future__ import annotations

import re

CURRENT = "2.2"
"""The version of WCAG that is monitored since October 2024."""


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)


# --- What it is, and where it is linked -----------------------------------------------------------

NAME = _any(r"accessibility\s+statement", r"datganiad(?:\s+ar)?\s+hygyrchedd")
LINK = _any(
    NAME.pattern,
    r"^(?:web\s?site\s+|web\s+|digital\s+)?accessibility(?:\s+(?:information|policy|help))?$",
    r"^accessibility\s+(?:of|on|for)\s+(?:this|our|the)\s+(?:web\s?)?site$",
    r"^hygyrchedd(?:\s+(?:y|ein)\s+g?wefan)?$",
)
# One of these, and it is a statement on a website and not on a swimming pool.
OF_A_WEBSITE = _any(
    r"\bWCAG\b",
    r"web\s+content\s+accessibility\s+guidelines",
    r"accessibility\s+regulations",
    r"websites\s+and\s+mobile\s+applications",
    r"canllawiau\s+hygyrchedd\s+cynnwys",
    r"rheoliadau\s+hygyrchedd",
    r"gwefannau\s+a\s+(?:rhaglenni|chymwysiadau|apiau)",
    r"statement\s+(?:applies|relates)\s+to\s+(?:the\s+|our\s+|this\s+)?(?:web\s?site|www\.)",
)
WELSH = _any(r"\b(?:datganiad|hygyrchedd|wefan|gwefan|rheoliadau|cyngor|yn|mae)\b")
ENGLISH = _any(r"\b(?:statement|accessibility|website|regulations|council|the|is)\b")

# --- Commitment and scope -------------------------------------------------------------------------

REGULATIONS = _any(
    r"accessibility\s+regulations\s+2018",
    r"public\s+sector\s+bodies\s+\(websites",
    r"rheoliadau\s+hygyrchedd.{0,120}2018",
    r"cyrff\s+(?:y\s+)?sector\s+cyhoeddus\s+\(gwefannau",
)
COMMITMENT = _any(
    r"\bcommit(?:ted|ment|s)?\b", r"\b(?:yn|wedi|wedi'i|rydym)\b.{0,30}ymrwym", r"ymrwymedig"
)
SCOPE = _any(
    r"statement\s+(?:applies|relates|covers|is\s+for|is\s+about|refers)\b",
    r"\b(?:applies|relates)\s+to\s+(?:the\s+|our\s+|this\s+)?(?:main\s+)?(?:web\s?site|content|www\.|https?:)",
    r"statement\s+for\s+\S+\.\S+",
    r"datganiad(?:\s+hygyrchedd)?(?:\s+hwn)?\s+yn\s+(?:berthnasol|gymwys|cwmpasu|cynnwys|ymwneud)",
    r"yn\s+berthnasol\s+i",
)

# --- Compliance -----------------------------------------------------------------------------------

FULLY, PARTIALLY, NOT = "fully compliant", "partially compliant", "not compliant"
_SITE = r"\b(?:web\s?sites?|sites?|apps?|portal|platform|service)\b"
# The Welsh ones say "not" first, so the more particular are looked for first.
STATUSES = {
    PARTIALLY: _any(
        r"\b(?:partially|partly)\s+(?:compl(?:iant|ies)|conform(?:s|ant)?)\b",
        r"\bcompl(?:iant|ies)\s+(?:only\s+)?(?:partially|partly|in\s+part)\b",
        r"cydymffurfio'n\s+rhannol",
        r"rhannol\s+gydymffurfio",
    ),
    FULLY: _any(
        # An aim, as in "to be fully compliant", is no claim.
        r"\b(?:is|are|it's|we're)\s+(?:now\s+|currently\s+)?fully\s+(?:compliant|conformant)\b",
        r"\b(?:fully|now)\s+(?:complies|conforms)\s+with\b",
        r"\bcomplies\s+(?:fully|in\s+full)\b",
        r"\bmae[^.;]{0,60}cydymffurfio'n\s+llawn",
    ),
    NOT: _any(
        rf"{_SITE}(?:\s+\S+)?\s+(?:is|are|does|do)(?:\s+currently)?\s+"
        r"(?:not|non-)\s*(?:compliant|comply)\b(?!\s+with\s+(?:the\s+following|all|some|every))",
        r"\bn[ia]d\s+yw[^.;]{0,60}\byn\s+cydymffurfio\s+(?:a|â|ag)\b",
    ),
}
THIS_WEBSITE = _any(
    r"\b(?:this|our|the)\s+(?:main\s+|council\s+|corporate\s+)?(?:web\s?)?site\b",
    r"\by?\s?(?:wefan|safle)\s+hon",
    r"\bein\s+gwefan",
)
STATUS_HEADING = _any(r"compliance\s+status", r"statws\s+cydymffurfi")
GUIDELINES = _any(r"\bWCAG\b", r"content\s+accessibility\s+guidelines", r"hygyrchedd\s+cynnwys")
VERSION = re.compile(r"(?<![\d.])(2\.[0-2])(?!\.?\d)")
LEVEL = re.compile(r"\b(AAA|AA|A)\b")

# --- What is not accessible -----------------------------------------------------------------------

NOT_ACCESSIBLE = _any(
    r"non[- ]?accessible",
    r"not\s+(?:fully\s+)?accessible",
    r"how\s+accessible",
    r"(?:known|accessibility)\s+(?:issues|problems|limitations)",
    r"know\s+is\s+wrong",
    r"non[- ]?complian",
    r"nad\s+yw'n\s+hygyrch",
    r"nad\s+ydynt\s+yn\s+hygyrch",
    r"pa\s+mor\s+hygyrch",
    r"diff?yg(?:ion)?\s+cydymffurfi",
)
CRITERION = re.compile(r"(?<![\d.])([1-4]\.[1-5]\.\d{1,2})(?![\d.]*\d)")
BURDEN = _any(r"disproportionate\s+burden", r"[bf]aich\s+anghymesur")
PLAN = _any(
    r"\bplan(?:s|ned|ning)?\b",
    r"\b(?:will|aim|intend|expect|hope|target|due|deadline|scheduled)\b",
    r"\b(?:by|before|until)\s+(?:the\s+)?(?:end|start|close|spring|summer|autumn|\d|q[1-4]\b)",
    r"\b(?:by|before|until)\s+(?:late\s+|mid\s+|early\s+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    r"\b(?:erbyn|byddwn|byddant|bwriad\w*|disgwyl\w*|anelu|gobeithio|cynllunio)\b",
)
OLD_DOCUMENTS = _any(r"publish\w*\s+(?:\w+\s+)?(?:before|prior|since|after|on)\b", r"gyhoeddwyd")
FIX_COLUMN = _any(
    r"\b(?:fix|fixed|target|resol\w+|due|complet\w+|when|deadline)\b",
    r"\b(?:erbyn|cywiro|trwsio)\b",
)
OTHER_COLUMN = _any(r"\b(?:found|identified|raised|reported|logged|tested|added)\b")

# --- Preparation ----------------------------------------------------------------------------------

_MADE = r"(?:prepared|written|published|created|made|drafted|produced|wrote)"
PREPARED = _any(
    rf"statement\b[^.;]{{0,40}}\b{_MADE}\b",
    rf"\b(?:we\s+)?{_MADE}\s+(?:this|the|our)\s+(?:accessibility\s+)?statement",
    r"\bdate\s+prepared\b",
    r"\bprepared\s+on\b",
    r"\b(?:paratowyd|baratowyd|lluniwyd|luniwyd|ysgrifennwyd|cyhoeddwyd)\b[^.;]{0,30}datganiad",
    r"datganiad\b[^.;]{0,40}\b(?:paratowyd|baratowyd|luniwyd|ysgrifennwyd|gyhoeddwyd|baratoi)",
)
REVIEWED = _any(
    r"(?<!next )(?<!be )(?<!is )\b(?:reviewed|updated|revised)\b",
    r"\blast\s+(?:review|update|revision)\b",
    r"\bdate\s+of\s+(?:last\s+)?review\b",
    r"\b(?:adolygwyd|diweddarwyd|ddiweddarwyd)\b",
    r"(?:ei|gael\s+ei)\s+(?:adolygu|ddiweddaru|diweddaru)",
)
LAST_REVIEW = _any(r"\b(?:last|statement|was|been)\b", r"datganiad", r"ddiwethaf")
TO_COME = _any(
    r"\b(?:will|next|due|planned|to)\b[^.;]{0,25}\b(?:review|updat|revis)",
    r"\bnesaf\b",
    r"\bcaiff\b",
)
TESTED = _any(
    r"\b(?:tested|testing|tests|audited|evaluated|evaluation|audit|assessed)\b",
    r"\b(?:profwyd|brofwyd|profi|brofi|prawf|archwiliad|archwiliwyd|gwerthus\w+|werthus\w+)\b",
)
PREPARATION_HEADING = _any(
    r"preparation", r"how\s+we\s+test", r"paratoi", r"sut\s+(?:y\s+)?.*profi"
)

# --- Contact and enforcement ----------------------------------------------------------------------

ENFORCEMENT_HEADING = _any(r"enforc", r"[gn]?orfod(?:i|aeth)", r"complain", r"not\s+happy")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
PROTECTED_EMAIL = "email-protection"
TELEPHONE = re.compile(r"(?<!\d)(?:\+44\s?\(?0?\)?\s?|0)\d[\d ()-]{7,12}\d(?!\d)")
CONTACT_LINK = _any(
    r"contact", r"feedback", r"report", r"form\b", r"cysyllt", r"adborth", r"ffurflen"
)
EHRC = _any(
    r"equality\s+(?:and|&)\s+human\s+rights\s+commission",
    r"\bEHRC\b",
    r"[cng]{1,2}h?omisiwn\s+cydraddoldeb\s+a\s+hawliau\s+dynol",
)
EASS = _any(
    r"equality\s+advisory\s+(?:and|&)?\s*support\s+service",
    r"\bEASS\b",
    r"equality\s+advisory\s+service",
    r"cynghori\s+(?:a|ar)\s+c[hy]*y?morth\s+cydraddoldeb",
    r"cynghori\s+(?:a|ar)\s+chefnogi\s+cydraddoldeb",
)
EASS_ADDRESS = "equalityadvisoryservice.com"
ECNI = _any(r"equality\s+commission\s+(?:for|of|\()\s*\(?(?:northern\s+ireland|NI\b)", r"\bECNI\b")

# --- What was left in -----------------------------------------------------------------------------

PLACEHOLDER = re.compile(
    r"\[(?!email.protected)[^\[\]]{0,60}\b(?:name of|organi[sz]ation|insert|add|date|number|"
    r"phone|postal|address|url|describe|list|your|delete|fully|partially|enw|enw'r|rhowch|nodwch|"
    r"dyddiad|rhif|sefydliad|ychwanegwch)\b[^\[\]]{0,60}\]"
    r"|\bDD/MM/YYYY\b|\bXX/XX/X{2,4}\b|\blorem\s+ipsum\b",
    re.IGNORECASE,
)
