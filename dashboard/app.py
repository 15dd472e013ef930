"""Streamlit's main script: which pages there are. The frame around them is `frame.py`."""

from __future__ import annotations

import streamlit as st

from dashboard.views import council, crawl_status, league, methodology

st.navigation(
    [
        st.Page(league.show, title="League table", default=True),
        st.Page(council.show, title="Council", url_path="council"),
        st.Page(crawl_status.show, title="Crawl status", url_path="status"),
        st.Page(methodology.show, title="Methodology", url_path="methodology"),
    ],
    position="hidden",
).run()
