"""PostgreSQL's own programs: pg_dump and pg_restore.

A password goes to them in the environment, which only its owner sees, and not as an argument, which
every user of the machine does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from crawler.errors import BackupFailed, NoPostgresqlTool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

_COPY = re.compile(rb'COPY (?:[^ ]+\.)?"?(\w+)"? \(([^)]*)\) FROM stdin;\n')
_END = b"\\.\n"


def dump(connection: Connection, url: str, tables: Iterable[str], path: Path) -> None:
    """Write the tables, as that connection's transaction sees them, to a file in PostgreSQL's
    custom format. Raises `NoPostgresqlTool` or `BackupFailed`."""
    driver: Any = connection.connection.driver_connection
    server = driver.info.server_version // 10_000
    program = _program("pg_dump", server)
    snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
    schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
    parts: dict[str, Any] = conninfo_to_dict(re.sub(r"^\w+(\+\w+)?:", "postgresql:", url))
    secret = parts.pop("password", None)
    arguments = [
        *(program, "--format=custom", "--compress=1", "--no-owner", "--no-privileges"),
        *("--no-password", f"--snapshot={snapshot}", f"--file={path}"),
        *(f'--table="{schema}"."{name}"' for name in tables),
        f"--dbname={make_conninfo(**parts)}",
    ]
    environment = dict(os.environ)
    if secret:
        environment["PGPASSWORD"] = str(secret)
    ended = subprocess.run(
        arguments, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if ended.returncode != 0:
        raise BackupFailed(detail=_last_line(ended.stderr))


def copied(path: Path, server: int) -> Iterator[tuple[str, str, Iterator[bytes]]]:
    """Yield each table of a dump: its name, its columns, and its rows as COPY takes them, which
    must be read before the next. Raises `NoPostgresqlTool` or `BackupFailed`."""
    program = _program("pg_restore", server)
    with subprocess.Popen(
        [program, "--data-only", "--file=-", str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        if process.stdout is None or process.stderr is None:
            raise RuntimeError("the process has no pipes")
        for line in process.stdout:
            if found := _COPY.fullmatch(line):
                yield found[1].decode(), found[2].decode(), iter(process.stdout.readline, _END)
        said = process.stderr.read()
    if process.returncode != 0:
        raise BackupFailed(detail=_last_line(said))


def _program(name: str, server: int) -> str:
    """The path of a program that is not older than the server."""
    path = shutil.which(name)
    if path is None:
        raise NoPostgresqlTool(name=name, problem="is not installed", server=server)
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\) (\d+)", said.stdout)
    if found is None or int(found[1]) < server:
        version = found[1] if found else "unknown"
        problem = f"is of version {version}, older than the server"
        raise NoPostgresqlTool(name=name, problem=problem, server=server)
    return path


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines() or ["it said nothing"]
    return lines[-1].rstrip(".")
