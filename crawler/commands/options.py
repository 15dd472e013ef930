"""Options that several commands share, and the settings that come of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click
from typing_extensions import override

from crawler.config import CRUX_KEY, read_config

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.config import Config

Function = TypeVar("Function", bound="Callable[..., Any]")

AT_LEAST_ONE = click.IntRange(min=1)
FORMATS = ("table", "json", "csv")


class WebAddress(click.ParamType[str]):
    """An http(s) address; `https://` is supplied where no scheme is given."""

    name = "URL"

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value).strip()
        address = text if "://" in text else f"https://{text}"
        try:
            parts = urlsplit(address)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
            (parts.hostname or "").encode("idna")  # as whoever asks for it will
        except ValueError:
            usable = False
        if not usable or any(character.isspace() for character in address):
            self.fail(f"{text!r} is not a web address, as in https://www.example.gov.uk/.")
        return address


def settings(**options: Any) -> Config:
    """The settings of this run: the environment's, overridden by the options that were given."""
    config = read_config(os.environ, **options)
    os.environ.pop(CRUX_KEY, None)  # the browsers and programs that we start have no use for it
    return config


def database_option(command: Function) -> Function:
    return click.option(
        "--database",
        metavar="URL",
        help="SQLAlchemy URL of the database.  [default: sqlite:///data/usability.db]",
    )(command)


def register_option(command: Function) -> Function:
    return click.option(
        "--register", metavar="FILE", help="The councils.  [default: councils.csv]"
    )(command)


def pages_option(command: Function) -> Function:
    return click.option(
        "--pages",
        type=AT_LEAST_ONE,
        metavar="N",
        show_default="12",
        help="Pages of a website in its scores, at most.",
    )(command)


def concurrency_option(command: Function) -> Function:
    return click.option(
        "--concurrency", type=AT_LEAST_ONE, metavar="N", show_default="2", help="Websites at once."
    )(command)


def contact_option(command: Function) -> Function:
    return click.option("--contact-url", metavar="URL", help="Whom to contact about this crawl.")(
        command
    )


def loopback_option(command: Function) -> Function:
    return click.option(
        "--allow-loopback",
        is_flag=True,
        default=None,
        help="Let pages on this machine be audited, as in tests and the demo.",
    )(command)


def crawl_options(command: Function) -> Function:
    """What whatever visits the websites of a register can be told: all fields of the settings."""
    options = (register_option, database_option, pages_option, concurrency_option)
    for option in reversed((*options, contact_option, loopback_option)):
        command = option(command)
    return command


def format_option(command: Function) -> Function:
    return click.option(
        "--format",
        "layout",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How to print.",
    )(command)
