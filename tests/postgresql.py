"""A private PostgreSQL server on loopback, made for one test run and thrown away after it."""

from __future__ import annotations

import itertools
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

import psycopg
from psycopg import sql
from sqlalchemy import make_url

if TYPE_CHECKING:
    from types import TracebackType

SETTING = "USABILITY_TEST_POSTGRESQL"
REMEDY = f"apt-get install postgresql, or set {SETTING} to the URL of a server"
USER = "usability"


class PostgreSQL:
    """Databases on a server of our own, or on the one that USABILITY_TEST_POSTGRESQL names."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._run = secrets.token_hex(4)
        self._made: list[str] = []
        self._server: _Server | None = None
        self.url = os.environ.get(SETTING, "")

    def __enter__(self) -> Self:
        if not self.url:
            self._server = _Server()
            self.url = self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.stop()
            return
        for name in self._made:
            self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def database(self, template: str | None = None) -> str:
        """Make a database, empty or like `template` (a URL of ours), and return its URL."""
        name = f"test_{self._run}_{next(self._numbers)}"
        if template is None:
            self._administer("CREATE DATABASE {}", name)
        else:
            self._administer("CREATE DATABASE {} TEMPLATE {}", name, _name(template))
        self._made.append(name)
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def restart(self) -> None:
        """Stop the server as a power cut would, and start it again. Raises RuntimeError for one
        that is not ours."""
        if self._server is None:
            raise RuntimeError(f"the server that {SETTING} names is not ours to restart")
        self._server.restart()

    def _administer(self, statement: str, *names: str) -> None:
        where = make_url(self.url).set(drivername="postgresql").render_as_string(False)
        with psycopg.connect(where, autocommit=True) as connection:
            parts = [sql.Identifier(name) for name in names]
            connection.execute(sql.SQL(statement).format(*parts))


class _Server:
    """PostgreSQL refuses to run as root, so there it runs as another user of the machine."""

    def __init__(self) -> None:
        self._binaries = _binaries()
        self._folder = Path(tempfile.mkdtemp(prefix="usability-postgresql-"))
        self._as: dict[str, object] = {}
        if os.geteuid() == 0:
            user = _other_user()
            os.chown(self._folder, user.pw_uid, user.pw_gid)
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def start(self) -> str:
        password = secrets.token_hex(8)
        secret = self._folder / "password"
        secret.write_text(password)
        secret.chmod(0o644)
        data = self._folder / "data"
        self._call(
            "initdb", "--auth=scram-sha-256", f"--pwfile={secret}", f"--username={USER}",
            "--encoding=UTF8", "--no-locale", "--no-sync", f"--pgdata={data}",
        )  # fmt: skip
        port = _free_port()
        settings = {
            "port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": self._folder,
            "fsync": "off", "max_connections": 40, "shared_buffers": "32MB",
        }  # fmt: skip
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        log = self._folder / "log"
        self._call("pg_ctl", f"--pgdata={data}", f"--log={log}", "--wait", "-o", options, "start")
        return f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"

    def restart(self) -> None:
        data, log = self._folder / "data", self._folder / "log"
        arguments = (f"--pgdata={data}", f"--log={log}", "--wait", "--mode=immediate", "restart")
        self._call("pg_ctl", *arguments)

    def stop(self) -> None:
        try:
            self._call("pg_ctl", f"--pgdata={self._folder / 'data'}", "--mode=immediate", "stop")
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _call(self, program: str, *arguments: str) -> None:
        # The server inherits what it is given: a pipe of ours would never close.
        output = self._folder / f"{program}.out"
        with output.open("w") as file:
            ended = subprocess.run(  # type: ignore[call-overload]
                [self._binaries / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd="/",
                timeout=120,
                check=False,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": "/"},
                **self._as,
            )
        if ended.returncode != 0:
            raise RuntimeError(f"{program} failed: {output.read_text()}")


def _binaries() -> Path:
    """Find the server's programs: pg_config, then Debian's folders (newest first), then PATH."""
    places = []
    if asked := shutil.which("pg_config"):
        told = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=True)
        places.append(Path(told.stdout.strip()))
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(versions, key=lambda path: path.parent.name.zfill(4), reverse=True)
    if found := shutil.which("initdb"):
        places.append(Path(found).parent)
    for place in places:
        if all((place / program).exists() for program in ("initdb", "pg_ctl", "postgres")):
            return place
    raise RuntimeError(f"no PostgreSQL server is installed: {REMEDY}")


def _other_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("root may not run PostgreSQL, and there is no user postgres or nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _name(url: str) -> str:
    return make_url(url).database or ""
