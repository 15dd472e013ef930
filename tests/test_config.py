"""Settings are read once, from the environment and then the options, and bad ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler import __version__
from crawler.config import Config, read_config
from crawler.errors import BadSetting, NoContactUrl


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_config({}) == Config()


def test_the_environment_is_converted_to_each_setting_s_type() -> None:
    config = read_config(
        {
            "USABILITY_PAGES": "3",
            "USABILITY_QUIET": "0.25",
            "USABILITY_ALLOW_LOOPBACK": "true",
            "USABILITY_CHROMIUM": "/opt/chromium",
            "USABILITY_DATABASE": "postgresql://example/usability",
        }
    )
    assert config.pages == 3
    assert config.quiet == 0.25
    assert config.allow_loopback is True
    assert config.chromium == Path("/opt/chromium")
    assert config.database == "postgresql://example/usability"


def test_an_option_overrides_the_environment_and_none_does_not() -> None:
    config = read_config({"USABILITY_PAGES": "3", "USABILITY_CONCURRENCY": "4"}, pages=5)
    assert config.pages == 5
    assert read_config({"USABILITY_PAGES": "3"}, pages=None).pages == 3
    assert config.concurrency == 4


def test_a_blank_key_is_no_key() -> None:
    assert read_config({"USABILITY_CRUX_KEY": " \t"}).crux_key is None
    assert read_config({"USABILITY_CRUX_KEY": "k"}).crux_key == "k"


def test_an_empty_value_is_no_value() -> None:
    assert read_config({"USABILITY_CONTACT_URL": ""}).contact_url is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PAGES", "many"),
        ("PAGES", "0"),
        ("QUIET", "-1"),
        ("CRAWL_DELAY", "-0.5"),
        ("HEARTBEAT", "inf"),
        ("QUIET", "nan"),
        ("HEARTBEAT_TIMEOUT", "29"),
        ("ALLOW_LOOPBACK", "perhaps"),
        ("CONTACT_URL", "someone@example.org"),
    ],
)
def test_a_bad_value_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read_config({f"USABILITY_{name}": value})
    assert f"USABILITY_{name}" in str(caught.value)
    assert value in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_refusal_names_the_option_that_was_given_and_says_what_must_be() -> None:
    with pytest.raises(BadSetting, match=r"^--contact-url is 'me', but it must start with http"):
        read_config({"USABILITY_CONTACT_URL": "https://example.org/"}, contact_url="me")
    with pytest.raises(BadSetting, match="but it must be a whole number of 1 or more"):
        read_config({"USABILITY_PAGES": "0"})
    with pytest.raises(BadSetting, match="but it must be a number of seconds above 0"):
        read_config({"USABILITY_PAGE_TIMEOUT": "soon"})
    with pytest.raises(BadSetting, match="but it must be true or false"):
        read_config({"USABILITY_ALLOW_LOOPBACK": "perhaps"})


@pytest.mark.parametrize(
    ("database", "artifacts"),
    [
        ("sqlite:////srv/councils/june.db", "/srv/councils/artifacts"),
        ("sqlite+pysqlite:///june.db?timeout=3", "artifacts"),
        ("postgresql://example/usability", "data/artifacts"),
    ],
)
def test_artifacts_are_beside_an_sqlite_database(database: str, artifacts: str) -> None:
    assert read_config({}, database=database).artifacts == Path(artifacts)
    chosen = read_config({"USABILITY_ARTIFACTS": "/elsewhere"}, database=database)
    assert chosen.artifacts == Path("/elsewhere")


def test_the_user_agent_names_us_and_whom_to_contact() -> None:
    assert Config().user_agent == f"CouncilUsabilityBot/{__version__}"
    named = Config(contact_url="https://example.org/bot")
    assert named.user_agent == f"CouncilUsabilityBot/{__version__} (+https://example.org/bot)"


def test_a_crawl_of_the_internet_needs_a_contact() -> None:
    with pytest.raises(NoContactUrl):
        Config().require_contact()
    Config(contact_url="https://example.org/bot").require_contact()
    Config(allow_loopback=True).require_contact()


def test_pages_chosen_by_hand_are_beside_the_register(tmp_path: Path) -> None:
    beside = read_config({"USABILITY_REGISTER": str(tmp_path / "councils.csv")})
    assert beside.overrides_file == tmp_path / "panel-overrides.csv"
    chosen = read_config({"USABILITY_PANEL_OVERRIDES": str(tmp_path / "mine.csv")})
    assert chosen.overrides_file == tmp_path / "mine.csv"
