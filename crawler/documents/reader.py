"""The process that reads one PDF: `python -m crawler.documents.reader`.

The file comes on standard input; what is known of it goes to standard output as JSON, a line each
time that more is known, so that the last line counts. A file that asks for too much ends this
process and nothing else.
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import sys
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from crawler.facts.document import PdfFacts

MEMORY = 1_000_000_000  # bytes of address space
CPU_SECONDS = 6
LOCKED, BROKEN, TOO_MUCH = 3, 4, 5  # exit codes


def confine() -> None:
    """Take from this process what reading a file does not need. Nothing gives it back. A limit that
    is stricter already, or that the system does not know, stays as it is."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def main() -> int:
    """Read the file, and answer with an exit code."""
    # Not `confine` first: a library that is mapped counts as memory, and the file was not seen yet.
    from crawler.documents.reading import Locked, read_pdf  # noqa: PLC0415

    logging.disable()
    confine()
    content = sys.stdin.buffer.read()
    told = False
    try:
        for facts in read_pdf(content):
            tell(facts)
            told = True
    except MemoryError:
        return TOO_MUCH
    except RecursionError:
        return 0 if told else TOO_MUCH
    except Locked:
        return LOCKED
    except Exception:  # noqa: BLE001 -- whatever it is, the file cannot be read
        return 0 if told else BROKEN
    return 0


def tell(facts: PdfFacts) -> None:
    os.write(1, msgspec.json.encode(facts) + b"\n")


if __name__ == "__main__":
    os._exit(main())  # at once: nothing of the file's is to run on the way out
