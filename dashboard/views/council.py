"""One council, or one finding of a council."""

from __future__ import annotations

import streamlit as st

from dashboard import data, frame, pages
from dashboard.content import council, history, notices


def show() -> None:
    slug = st.query_params.get("council", "")
    audit = st.query_params.get("finding")
    try:
        detail = data.council(slug)
        if detail is None:
            st.set_page_config(page_title=frame.full_title("Council not found"), layout="wide")
            st.html(notices.no_council(slug))
            return
        if audit is not None:
            page = pages.finding(detail, audit)
            st.set_page_config(page_title=frame.full_title(page.title), layout="wide")
            st.html(page.main)
            return
        rows, groups, fixed = data.league(), data.findings(slug), data.fixed(slug)
        found = data.findability(slug)
        stated, sample = data.statement(slug), data.documents(slug)
        loaded, met = data.loadings(slug), data.field_data(slug)
    except data.Unavailable as error:
        st.html(notices.no_data(newer=error.newer))
        return
    now = data.now()
    st.set_page_config(page_title=frame.full_title(detail.council.name), layout="wide")
    st.html(council.top(detail, rows, found, now))
    if detail.trend:
        st.html(history.heading(detail))
    if history.has_chart(detail):
        from dashboard import charts  # noqa: PLC0415 -- heavy, and no other page needs it

        with st.container(key="trend"):
            st.altair_chart(
                charts.trend(detail.trend, dark=st.context.theme.type == "dark"),
                theme=None,
                alt=f"Line chart. {history.in_words(detail.trend)}",
            )
    if detail.trend:
        st.html(history.as_table(detail))
    kept = data.kept_pictures(detail, groups)
    rest = council.rest(*(detail, groups, fixed, found, kept, now), stated, sample, loaded, met)
    if rest:
        st.html(rest)
