"""Screenshots, served by their digest and by nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, PlainTextResponse

from crawler.database.artifacts import Artifacts
from dashboard import data

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_DIGEST = re.compile(r"[0-9a-f]{64}")


async def artifact(request: Request) -> Response:
    """Answer with the picture whose SHA-256 is in the path. Its content never changes."""
    digest = request.path_params["digest"]
    path = Artifacts(data.config().artifacts).path(digest) if _DIGEST.fullmatch(digest) else None
    if path is None or not path.is_file():
        return PlainTextResponse("There is no such picture.\n", status_code=404)
    return FileResponse(
        path,
        media_type="image/webp",
        headers={
            "cache-control": "public, immutable, max-age=31536000",
            "content-security-policy": "default-src 'none'; sandbox",
            "x-content-type-options": "nosniff",
        },
    )
