"""The ASGI application: Streamlit, our routes, and what every answer goes through."""

from __future__ import annotations

import gc
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.routing import Route

from dashboard import data
from dashboard.artifacts import artifact
from dashboard.compress import CompressedStatic
from dashboard.pages import page_at
from dashboard.prerender import Prerender
from dashboard.security import SecurityHeaders

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.requests import Request

    from crawler.config import Config

MAIN = Path(__file__).resolve().parent / "app.py"


def create_app(config: Config) -> st.App:
    """Build the dashboard over the database and the artifacts that `config` names."""
    return st.App(MAIN, **parts_of(config))


def parts_of(config: Config) -> dict[str, Any]:
    """Return what `st.App` is built from, and make `config` the settings of this process."""
    data.configure(config)
    return {
        "lifespan": _lifespan,
        "routes": [
            Route("/artifact/{digest}", artifact),
            Route("/council/{slug}", _council),
        ],
        "middleware": [
            Middleware(SecurityHeaders),
            Middleware(CompressedStatic),
            Middleware(Prerender),
        ],
    }


async def _council(request: Request) -> RedirectResponse:
    """Streamlit's pages have one-part addresses; this is the one that people guess."""
    slug = quote(request.path_params["slug"], safe="")
    return RedirectResponse(f"/council?council={slug}", status_code=308)


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncGenerator[dict[str, Any]]:
    """Pay for imports and the first reading now, not with the first visitor's time.

    Streamlit collects garbage after every run of a page, which takes 100 ms with its libraries
    loaded. What is loaded by now stays: frozen, it is not looked at again.
    """
    for library in ("altair", "pandas", "pyarrow", "dashboard.charts"):
        import_module(library)
    page_at("/", {})
    page_at("/status", {})
    page_at("/methodology", {})
    gc.collect()
    gc.freeze()
    yield {}
