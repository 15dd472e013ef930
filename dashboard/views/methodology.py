"""How it is measured."""

from __future__ import annotations

import streamlit as st

from dashboard import data, frame
from dashboard.content import methodology, notices


def show() -> None:
    st.set_page_config(page_title=frame.full_title(methodology.TITLE), layout="wide")
    try:
        crawls = data.crawls()
    except data.Unavailable as error:
        st.html(notices.no_data(newer=error.newer))
        return
    st.html(methodology.page(data.config(), crawls, data.now()))
