"""Every setting, read once, typed, with its default and unit.

A setting `page_timeout` is read from the environment as `USABILITY_PAGE_TIMEOUT`; an option of a
command overrides it. Nothing else in the project reads the environment.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct
from typing_extensions import override

from crawler import __version__
from crawler.errors import BadSetting, NoContactUrl

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "USABILITY_"
CHECKOUT = Path(__file__).resolve().parent.parent
CRUX_KEY = "USABILITY_CRUX_KEY"
ROBOT = "CouncilUsabilityBot"
# What is sent to them does not leave this machine.
_LOOPBACK = ("127.0.0.1", "localhost", "::1")

# Each description ends the sentence "it must be …" about a value that is refused.
Count = Annotated[int, Meta(ge=1, description="a whole number of 1 or more")]
Whole = Annotated[int, Meta(ge=0, description="a whole number, 0 or more")]
MISSED_BEATS = 3
"""So many heartbeats at least must fit into the silence after which a worker is taken for dead, or
workers would bury one another."""

Seconds = Annotated[float, Meta(gt=0, description="a number of seconds above 0")]
Pause = Annotated[float, Meta(ge=0, description="a number of seconds, 0 or more")]
Factor = Annotated[float, Meta(ge=0, description="a number, 0 or more")]
Bytes = Annotated[int, Meta(ge=1, description="a whole number of bytes, 1 or more")]
Steps = Annotated[
    str,
    Meta(
        pattern=r"^(|[a-z_]+(,[a-z_]+)*)$",
        description="names of steps as `usability audit --timings` lists them, with commas between",
    ),
]
Port = Annotated[int, Meta(ge=0, le=65_535, description="a port from 1 to 65535, or 0 for none")]
LogFormat = Annotated[Literal["auto", "pretty", "json"], Meta(description="auto, pretty or json")]
Switch = Annotated[bool, Meta(description="true or false")]


class Secret(str):
    """A text that is not shown where the settings are."""

    __slots__ = ()

    @override
    def __repr__(self) -> str:
        return "'(secret)'"


class Config(Struct, frozen=True, kw_only=True):
    """The settings of one run. Durations are in seconds, sizes in bytes."""

    # Where things are
    database: str = "sqlite:///data/usability.db"
    artifacts: Path = Path("data/artifacts")
    register: Path = CHECKOUT / "councils.csv"
    node_modules: Path = CHECKOUT / "node_modules"
    chromium: Path | None = None
    node: Path | None = None
    panel_overrides: Path | None = None
    schedule: Path = CHECKOUT / "schedule.toml"

    # Who we say we are
    contact_url: str | None = None

    # How much, how many at once
    pages: Count = 12
    rotating_pages: Whole = 2
    walked_pages: Whole = 4
    speed_runs: Count = 3
    machine_factor: Factor = 0.0
    documents: Whole = 3
    steps: Steps = ""
    discovery_pages: Whole = 40
    searches: Whole = 30
    concurrency: Count = 2
    recycle_after_pages: Count = 100
    browser_memory: Bytes = 1_500_000_000
    site_memory: Bytes = 4_000_000_000
    all_lanes: Whole = 0
    host_lanes: Count = 1

    # How long
    site_deadline: Seconds = 900.0
    discovery_time: Seconds = 300.0
    page_timeout: Seconds = 60.0
    walk_timeout: Seconds = 60.0
    watch_time: Seconds = 6.5
    settle_time: Pause = 0.2
    load_timeout: Seconds = 30.0
    quiet: Seconds = 1.0
    quiet_timeout: Seconds = 5.0
    close_timeout: Seconds = 5.0
    heartbeat: Seconds = 10.0
    heartbeat_timeout: Seconds = 60.0

    # How polite
    crawl_delay: Pause = 1.0

    # What real visitors met
    crux_key: Secret | None = None
    crux_api: str = "https://chromeuxreport.googleapis.com"
    crux_per_minute: Count = 120

    # What is seen of it
    log_format: LogFormat = "auto"
    metrics_port: Port = 0
    metrics_host: str = "127.0.0.1"

    # How careful
    allow_loopback: Switch = False
    page_bytes: Bytes = 50_000_000
    response_bytes: Bytes = 20_000_000
    document_bytes: Bytes = 10_000_000

    @property
    def user_agent(self) -> str:
        contact = f" (+{self.contact_url})" if self.contact_url else ""
        return f"{ROBOT}/{__version__}{contact}"

    @property
    def only_steps(self) -> frozenset[str] | None:
        """The steps that visits of a crawl run beside reading the document; None for all."""
        return frozenset(self.steps.split(",")) if self.steps else None

    @property
    def database_file(self) -> Path | None:
        """The file of an SQLite database; None for any other."""
        match = re.fullmatch(
            r"sqlite(?:\+\w+)?:///(?!:memory:|file:)([^?]+)(?:\?.*)?", self.database
        )
        return Path(match[1]) if match else None

    @property
    def overrides_file(self) -> Path:
        """The file of pages chosen by hand."""
        return self.panel_overrides or self.register.parent / "panel-overrides.csv"

    def require_contact(self) -> None:
        """Raise `NoContactUrl` unless the crawl can be traced to its owner, or stays at home."""
        if self.contact_url is None and not self.allow_loopback:
            raise NoContactUrl


def read_config(environment: Mapping[str, str], **options: Any) -> Config:
    """Build the settings from the environment, overridden by the options that are not None.

    Where nobody says otherwise, artifacts are in the folder `artifacts` beside an SQLite database.
    Raises `BadSetting` for a value of the wrong type or out of its range.
    """
    config = Config()
    values: dict[str, Any] = {
        name: environment[PREFIX + name.upper()]
        for name in Config.__struct_fields__
        if environment.get(PREFIX + name.upper())
    }
    if not values.get("crux_key", "").strip():
        values.pop("crux_key", None)  # blank, it would be none
    given = {name: value for name, value in options.items() if value is not None}
    values |= given
    for name, value in values.items():
        try:
            checked = msgspec.convert(
                {name: value}, Config, strict=False, dec_hook=lambda kind, raw: kind(raw)
            )
        except msgspec.ValidationError:
            checked = None
        if checked is None or getattr(checked, name) in (math.inf, -math.inf):
            problem = f"it must be {_EXPECTED[name]}"
            raise BadSetting(name=_spelt(name, given), value=value, problem=problem)
        config = msgspec.structs.replace(config, **{name: getattr(checked, name)})
    if config.contact_url is not None and not config.contact_url.startswith(
        ("http://", "https://")
    ):
        raise BadSetting(
            name=_spelt("contact_url", given),
            value=config.contact_url,
            problem="it must start with http:// or https://",
        )
    if config.heartbeat_timeout < MISSED_BEATS * config.heartbeat:
        raise BadSetting(
            name=_spelt("heartbeat_timeout", given),
            value=config.heartbeat_timeout,
            problem=f"a worker that beats every {config.heartbeat:g} seconds "
            f"({PREFIX}HEARTBEAT) must be allowed to miss {MISSED_BEATS} beats",
        )
    if not _keeps_a_secret(config.crux_api):
        raise BadSetting(
            name=_spelt("crux_api", given),
            value=config.crux_api,
            problem="it must be https:// and a host, since the key is sent there",
        )
    if "artifacts" not in values and (file := config.database_file) is not None:
        config = msgspec.structs.replace(config, artifacts=file.parent / "artifacts")
    return config


def _keeps_a_secret(address: str) -> bool:
    """Whether it is the address of a host to which what is sent is encrypted, or of this one."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    plain = address.rstrip("/") == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    return plain and safe and bool(host) and port != 0


def _spelt(name: str, options: Mapping[str, Any]) -> str:
    """The setting as its giver knows it: `--contact-url` or `USABILITY_CONTACT_URL`."""
    return f"--{name.replace('_', '-')}" if name in options else PREFIX + name.upper()


_EXPECTED = {
    name: meta.description
    for name, kind in get_type_hints(Config, include_extras=True).items()
    for meta in getattr(kind, "__metadata__", ())
}
