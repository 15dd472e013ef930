"""For ASGI servers and `streamlit run`: `uvicorn dashboard.asgi:app`.

Streamlit finds the application by reading this file, and knows it only by a call of `st.App`.
"""

from __future__ import annotations

import os

import streamlit as st

from crawler.config import read_config
from dashboard.application import MAIN, parts_of

app = st.App(MAIN, **parts_of(read_config(os.environ)))
