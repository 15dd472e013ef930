"""Reading a PDF in a process of its own, which a hostile file may end and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from crawler.documents.reader import BROKEN, LOCKED
from crawler.facts.document import DocumentState, PdfFacts

if TYPE_CHECKING:
    from asyncio.subprocess import Process

SECONDS = 20.0
_HEADER_WITHIN = 1024  # bytes: what readers of PDFs allow before "%PDF-"
_REASONS = {
    DocumentState.LOCKED: "it asks for a password",
    DocumentState.BROKEN: "the file is damaged",
    DocumentState.TOO_MUCH: "reading it takes more time or memory than we give a document",
    DocumentState.NOT_PDF: "the file is no PDF",
}


class ReadApart(NamedTuple):
    """How it ended, why, and what is known of the file."""

    state: DocumentState
    reason: str = ""
    pdf: PdfFacts | None = None


async def read_apart(content: bytes, seconds: float = SECONDS) -> ReadApart:
    """Read a file. Nothing that is in it raises; being cancelled ends the process too."""
    if b"%PDF-" not in content[:_HEADER_WITHIN]:
        return _ended(DocumentState.NOT_PDF)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "crawler.documents.reader",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    try:
        lines: list[bytes] = []
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await _talk(process, content, lines)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        code = await process.wait()
    if lines:
        return ReadApart(DocumentState.READ, pdf=msgspec.json.decode(lines[-1], type=PdfFacts))
    known = {LOCKED: DocumentState.LOCKED, BROKEN: DocumentState.BROKEN}
    return _ended(known.get(code, DocumentState.TOO_MUCH))


async def _talk(process: Process, content: bytes, lines: list[bytes]) -> None:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the process has no pipes")
    with contextlib.suppress(ConnectionError):
        process.stdin.write(content)
        await process.stdin.drain()
        process.stdin.close()
    async for line in process.stdout:
        if line.endswith(b"\n"):
            lines.append(line)  # noqa: PERF401 -- what came before the time is over is kept
    await process.wait()


def _ended(state: DocumentState) -> ReadApart:
    return ReadApart(state, _REASONS[state])
