"""How it is measured."""

from __future__ import annotations

import streamlit as st

from dashboard import frame
from dashboard.content import methodology


def show() -> None:
    st.set_page_config(page_title=frame.full_title(methodology.TITLE), layout="wide")
    st.html(methodology.page())
