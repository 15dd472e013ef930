"""How fresh the results are, and what is running."""

from __future__ import annotations

import streamlit as st

from dashboard import data, frame
from dashboard.content import crawl_status, notices


def show() -> None:
    st.set_page_config(page_title=frame.full_title(crawl_status.TITLE), layout="wide")
    try:
        picture = data.crawl_picture()
    except data.Unavailable as error:
        st.html(notices.no_data(newer=error.newer))
        return
    if not picture.crawls:
        st.html(notices.no_crawl())
        return
    st.html(crawl_status.page(picture, data.now()))
