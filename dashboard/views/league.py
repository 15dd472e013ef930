"""The league table, with filters that answer at once and live in the address."""

from __future__ import annotations

import streamlit as st

from dashboard import data, frame
from dashboard.content import league, notices


def show() -> None:
    st.set_page_config(page_title=frame.full_title(league.TITLE), layout="wide")
    try:
        rows, summary, now = data.league(), data.summary(), data.now()
    except data.Unavailable:
        st.html(notices.no_data())
        return
    if all(row.state is None for row in rows):
        st.html(notices.no_crawl())
        return
    st.html(league.introduction(summary, now))
    with st.container(key="filters"):
        st.text_input("Search for a council", key="q", bind="query-params", max_chars=80)
        st.selectbox(
            "Nation",
            league.nations(rows),
            format_func=league.nation_label,
            key="nation",
            bind="query-params",
        )
        st.selectbox(
            "Type",
            league.types(rows),
            format_func=league.type_label,
            key="type",
            bind="query-params",
        )
        st.selectbox(
            "Sort by",
            tuple(league.SORTS),
            format_func=league.SORTS.__getitem__,
            key="sort",
            bind="query-params",
        )
    names = ("q", "nation", "type", "sort")
    chosen = {name: str(st.session_state.get(name) or "") for name in names}
    st.html(league.tables(rows, league.filters_from(chosen, rows), now))
