"""The league table, with filters that answer at once and live in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import data, frame
from dashboard.content import filters, league, notices
from dashboard.content.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.database.queries import LeagueRow

# The filters that the widgets stand at. Not Streamlit's own binding of widgets to the address:
# that writes the labels into it, where ours are to be short and to stay the same.
_STANDING = "standing filters"


def show() -> None:
    st.set_page_config(page_title=frame.full_title(league.TITLE), layout="wide")
    try:
        rows, summary, now = data.league(), data.summary(), data.now()
    except data.Unavailable as error:
        st.html(notices.no_data(newer=error.newer))
        return
    if all(row.state is None for row in rows):
        st.html(notices.no_crawl())
        return
    st.html(league.introduction(summary, rows, now))
    st.html(data.league_table(_filters(rows)))


def _filters(rows: Sequence[LeagueRow]) -> Filters:
    """Show the widgets and return what they stand at: what the address says, if that has changed
    by a link or the back button, else what the visitor chose."""
    asked = filters.filters_from(st.query_params, rows)
    if st.session_state.get(_STANDING) != asked:
        st.session_state.update({name: getattr(asked, name) for name in Filters.__struct_fields__})
        st.session_state[_STANDING] = asked
    with st.container(key="filters"):
        st.text_input(
            "Search for a council",
            key="q",
            max_chars=filters.LONGEST_SEARCH,
            on_change=_chosen,
            args=(rows,),
        )
        for name, label, options, say in (
            ("nation", "Nation", filters.nations(rows), filters.nation_label),
            ("type", "Type", filters.types(rows), filters.type_label),
            ("sort", "Sort by", tuple(filters.SORTS), filters.SORTS.__getitem__),
        ):
            st.selectbox(label, options, format_func=say, key=name, on_change=_chosen, args=(rows,))
    return asked


def _chosen(rows: Sequence[LeagueRow]) -> None:
    """Write what the visitor chose into the address; the page runs next, and reads it there."""
    chosen = {name: str(st.session_state[name] or "") for name in Filters.__struct_fields__}
    asked = filters.filters_from(chosen, rows)
    st.session_state[_STANDING] = asked
    st.query_params.from_dict(asked.query)
