"""For ASGI servers and `streamlit run`: `uvicorn dashboard.asgi:app`."""

from __future__ import annotations

import os

from crawler.config import read_config
from dashboard.application import create_app

app = create_app(read_config(os.environ))
