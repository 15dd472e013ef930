"""Texts that a website may hold to be more than text where they are shown."""

from __future__ import annotations

SCRIPT = "<script>window.hacked=1;alert('hacked')</script>"
IMAGE = '<img src="https://beacon.example/x.png" onerror="window.hacked=1">'
STYLE = "<style>body{background:url(https://beacon.example/css)}</style>"
MARKDOWN = "![beacon](https://beacon.example/md.png) [click](javascript:window.hacked=1) **bold**"
LATEX = r"$\text{latex} \frac{1}{2}$ :material/home: {{7*7}}"
RIGHT_TO_LEFT = "\u202eمجلس المدينة\u202c"
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3
HOSTILE = (SCRIPT, IMAGE, STYLE, MARKDOWN, LATEX, RIGHT_TO_LEFT, LONG)
