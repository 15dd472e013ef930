"""Options that several commands share, and the settings that come of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crawler.config import read_config

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.config import Config

Function = TypeVar("Function", bound="Callable[..., Any]")

FORMATS = ("table", "json", "csv")


def settings(**options: Any) -> Config:
    """The settings of this run: the environment's, overridden by the options that were given."""
    return read_config(os.environ, **options)


def database_option(command: Function) -> Function:
    return click.option(
        "--database",
        metavar="URL",
        help="SQLAlchemy URL of the database.  [default: sqlite:///data/usability.db]",
    )(command)


def loopback_option(command: Function) -> Function:
    return click.option(
        "--allow-loopback",
        is_flag=True,
        default=None,
        help="Let pages on this machine be audited, as in tests and the demo.",
    )(command)


def format_option(command: Function) -> Function:
    return click.option(
        "--format",
        "layout",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How to print.",
    )(command)
