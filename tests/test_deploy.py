"""What `deploy/` starts is what the program knows: units, compose file, image, settings."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner

from crawler.cli import usability
from crawler.config import PREFIX, Config, read_config
from crawler.database.session import open_database

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
SYSTEMD = DEPLOY / "systemd"
COMPOSE = DEPLOY / "compose"
PROGRAM = "/opt/usability/.venv/bin/usability"
SERVICES = sorted(SYSTEMD.glob("*.service"))
UNITS = [*SERVICES, *sorted(SYSTEMD.glob("*.timer")), *sorted(SYSTEMD.glob("*.target"))]
DOCUMENT = (ROOT / "docs" / "deploy.md").read_text()
# Of PostgreSQL and Playwright, and of the compose file itself.
OTHERS = {"PGPASSWORD", "PLAYWRIGHT_BROWSERS_PATH", "DATABASE_PASSWORD", "SITE"}


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((COMPOSE / "compose.yaml").read_text())
    return read


def ours() -> dict[str, dict[str, Any]]:
    """The services that run our image."""
    services = compose()["services"]
    return {name: each for name, each in services.items() if each["image"] == "usability"}


def started() -> list[tuple[str, str]]:
    """Which unit or service of the compose file starts the program with which arguments."""
    return [
        *(
            (unit.name, line.removeprefix(f"{PROGRAM} "))
            for unit in SERVICES
            for line in re.findall(r"^ExecStart=(.+)$", unit.read_text(), re.MULTILINE)
        ),
        *((name, shlex.join(service["command"])) for name, service in ours().items()),
    ]


def variables(file: Path) -> dict[str, str]:
    """The settings of an example, and those that it shows behind a hash."""
    return dict(re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", file.read_text(), re.MULTILINE))


@pytest.mark.parametrize(("where", "arguments"), started(), ids=str)
def test_the_program_knows_each_command_that_is_started(where: str, arguments: str) -> None:
    """The arguments are parsed, and nothing is run."""
    command: click.Command = usability
    # click keeps the help option of whoever asks first, for all tests of this process.
    context = click.Context(command, **command.context_settings)
    left = shlex.split(arguments)
    while isinstance(command, click.Group) and left and not left[0].startswith("-"):
        name, found, left = command.resolve_command(context, left)
        assert found is not None, where
        command, context = found, click.Context(found, parent=context, info_name=name)
    command.make_context(where, left, parent=context.parent)


@pytest.mark.parametrize(
    "arguments", [shlex.split(line) for _, line in started() if line.startswith("backup")], ids=str
)
def test_the_nightly_backup_is_made_night_after_night(arguments: list[str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/usability.db"
    open_database(url, create=True).close()
    folder = tmp_path / "backups"
    here = [each.replace("/var/lib/usability/backups", str(folder)) for each in arguments]
    assert here != arguments

    def night() -> list[str]:
        done = CliRunner().invoke(usability, [*here, "--database", url])
        assert done.exit_code == 0, done.output
        return sorted(each.name for each in folder.iterdir())

    (first,) = night()
    (folder / first).unlink()
    older = [f"usability-2026-01-{day:02}-031000.tar" for day in range(1, 16)]
    for name in (*older, "usability-mine.tar"):
        (folder / name).touch()
    *kept, newest, mine = night()
    assert (kept, mine) == (older[2:], "usability-mine.tar")
    assert newest >= first


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_no_fault_in_a_unit(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.fail("systemd itself checks the units: run `sudo apt-get install systemd`")
    units = tmp_path / "units"
    shutil.copytree(SYSTEMD, units)
    program = tmp_path / "usability"  # verify looks whether it may be run
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for copy in units.glob("*.service"):
        copy.write_text(copy.read_text().replace(PROGRAM, str(program)))
    verify = ["systemd-analyze", "verify", "--man=no", str(units / unit.name)]
    ended = subprocess.run(verify, capture_output=True, text=True, check=False)
    # Of other units of this machine it may say what it likes.
    told = [line for line in ended.stderr.splitlines() if "usability" in line]
    assert (ended.returncode, told) == (0, [])


def security(unit: Path) -> str:
    """What systemd says of a unit with its drop-ins."""
    analyze = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    ended = subprocess.run(analyze, capture_output=True, text=True, check=False)
    assert "Overall exposure level" in ended.stdout, ended.stderr
    return ended.stdout


def may_make(unit: Path) -> str:
    """The lines about the namespaces that it may make."""
    return "\n".join(line for line in security(unit).splitlines() if "may create" in line)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_services_are_as_closed_as_documented(unit: Path) -> None:
    """systemd's own figure, from 0 (closed) to 10 (open to all)."""
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", security(unit))
    assert exposure is not None
    documented = re.search(rf"`{unit.name}`[^|]*\|[^|]*\| ([\d.]+) \|", DOCUMENT)
    assert documented is not None, f"docs/deploy.md has no line for {unit.name}"
    assert float(exposure[1]) <= float(documented[1])


def test_every_timer_has_its_service_and_the_target_starts_what_it_should() -> None:
    for timer in SYSTEMD.glob("*.timer"):
        assert timer.with_suffix(".service").is_file(), timer.name
    wanted = {unit.name for unit in SERVICES if "WantedBy=usability.target" in unit.read_text()}
    assert wanted == {
        *("usability-dashboard.service", "usability-schedule.service", "usability-worker@.service")
    }
    for name in wanted:
        assert "PartOf=usability.target" in (SYSTEMD / name).read_text(), name


def test_the_compose_file_starts_what_it_should() -> None:
    read = compose()
    services = read["services"]
    assert set(services) == {
        *("database", "migrate", "schedule", "worker", "dashboard", "proxy", "backup", "prune"),
        "tool",
    }
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]
    assert services["worker"]["deploy"]["replicas"] == 2
    assert services["database"]["healthcheck"]["test"][0] == "CMD"
    assert ours()["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    for name, service in services.items():
        for network in service["networks"]:
            assert network in read["networks"], name
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in read["volumes"] or (COMPOSE / source).is_file(), name
        if name in ours():
            assert service["cap_drop"] == ["ALL"], name
            assert service["read_only"] is True, name
            known = {*service["depends_on"]} <= set(services)
            assert known, name
    for internal in ("database", "dashboard", "monitoring"):
        assert read["networks"][internal] == {"internal": True}
    assert "dashboard:8501" in (COMPOSE / "Caddyfile").read_text()


def test_workers_may_have_the_sandbox_of_their_browser() -> None:
    (profile,) = [
        each.partition(":")[2]
        for each in ours()["worker"]["security_opt"]
        if each.startswith("seccomp:")
    ]
    refused = {
        name
        for rule in json.loads((COMPOSE / profile).read_text())["syscalls"]
        for name in rule["names"]
    }
    assert not refused & {"clone", "clone3", "unshare", "chroot", "seccomp", "prctl"}
    assert refused >= {"mount", "ptrace", "bpf", "setns", "init_module", "kexec_load"}
    for unit in SERVICES:
        may = {each for each in ("user", "pid", "net", "mnt") if f"~{each} " in may_make(unit)}
        browses = unit.name in ("usability-worker@.service", "usability-schedule-once.service")
        assert may == ({"user", "pid", "net"} if browses else set()), unit.name
    worker, once = SYSTEMD.glob("*/20-browser.conf")
    assert worker.read_text() == once.read_text()
    assert re.search(r"^SystemCallFilter=.*\bchroot\b", worker.read_text(), re.MULTILINE)


def test_the_examples_name_settings_that_exist() -> None:
    service = compose()["x-usability"]["environment"]
    for values in (
        variables(SYSTEMD / "usability.env"),
        variables(COMPOSE / "env.example"),
        {name: value for name, value in service.items() if "${" not in value},
    ):
        settings = {f"{PREFIX}{name.upper()}" for name in Config.__struct_fields__}
        assert values.keys() <= settings | OTHERS
        read_config({name: value for name, value in values.items() if value})
    asked_for = set(re.findall(r"\$\{(\w+):\?", (COMPOSE / "compose.yaml").read_text()))
    assert asked_for == {
        name for name, value in variables(COMPOSE / "env.example").items() if not value
    }


def test_the_image_is_made_of_what_is_here() -> None:
    text = (COMPOSE / "Containerfile").read_text().replace("\\\n", " ")
    kept = [
        line[1:]
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]
    sources = {
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for source in line.split()[:-1]
    }
    optional = {source for source in sources if source.endswith("*")}
    assert optional == {"schedule.toml*"}
    for source in sources - optional:
        assert (ROOT / source).exists(), source
    assert {source.split("/")[0].rstrip("*") for source in sources} == set(kept)
    users = re.findall(r"^USER (\w+)$", text, re.MULTILINE)
    assert users == ["usability"]
    assert re.search(r'^ENTRYPOINT \["tini", "--", "usability"\]$', text, re.MULTILINE)
