"""The sample of a website's documents: fetched through Scrapy and the guard as any plain file, one
after another, and each read in a process of its own."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError
from scrapy.http.request import NO_CALLBACK

from crawler.browser.handler import NotFetched
from crawler.documents.apart import SECONDS as READING_SECONDS
from crawler.documents.apart import read_apart
from crawler.documents.choice import chosen, linked_documents
from crawler.errors import UsabilityError
from crawler.facts.document import Document, Documents, DocumentState
from crawler.panel.address import page_key
from crawler.records import EndState
from crawler.spiders.redirects import REASON_LENGTH, is_service
from crawler.spiders.robots import RefusedByRobots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.documents.choice import Linked
    from crawler.records import PageFacts
    from crawler.spiders.budget import Budget
    from crawler.spiders.errand import Errand

logger = logging.getLogger(__name__)

FETCHING_SECONDS = 30.0
REPLACED = 3  # documents of the crawl before that may have gone, and cost a request each
_MISSING = (404, 410)
_REFUSING = (401, 403, 429)
_REFUSALS = {
    EndState.DISALLOWED: DocumentState.DISALLOWED,
    EndState.BLOCKED: DocumentState.BLOCKED,
    EndState.UNREACHABLE: DocumentState.UNREACHABLE,
}


async def read_documents(
    crawler: Crawler,
    errand: Errand,
    budget: Budget,
    pages: Iterable[PageFacts],
    before: Sequence[Document],
) -> Documents | None:
    """Fetch and read as many documents as are wanted, while there is time. `pages` are those of the
    panel in its order; `before` is the choice of the crawl before, which stays unless a document of
    it is gone and nothing links to it any more. None where there was no time for any."""
    linked = linked_documents(pages, lambda url: is_service(url, errand))
    still = {page_key(each.url) for page in linked for each in page}
    found: list[Document] = []
    wanted = errand.config.documents
    for each in chosen(linked, before)[: wanted + REPLACED]:
        if len(found) == wanted:
            break
        if not budget.has_time(FETCHING_SECONDS + READING_SECONDS):
            logger.info("No time is left for %s", each.url)
            if not found:
                return None
            break
        logger.info("Reading %s", each.url)
        document = await _read(crawler, errand, each)
        if document.state is not DocumentState.GONE or page_key(each.url) in still:
            found.append(document)
    return Documents(linked=len(still), documents=tuple(found))


async def _read(crawler: Crawler, errand: Errand, linked: Linked) -> Document:
    largest = errand.config.document_bytes
    request = Request(
        linked.url,
        callback=NO_CALLBACK,
        dont_filter=True,
        meta={
            "download_maxsize": largest,
            "download_timeout": FETCHING_SECONDS,
            "dont_retry": True,
            "dont_cache": True,
        },
    )
    try:
        response = await crawler.engine.download_async(request)
    except UsabilityError:
        raise
    except RefusedByRobots as refused:
        state = _REFUSALS.get(refused.refusal.state, DocumentState.UNREACHABLE)
        return _unread(linked, state, refused.refusal.reason)
    except DownloadCancelledError:
        reason = f"it is larger than {largest / 1e6:g} MB"
        return _unread(linked, DocumentState.TOO_LARGE, reason)
    except DownloadTimeoutError:
        return _unread(linked, DocumentState.UNREACHABLE, "it was not sent in time")
    except NotFetched as error:
        return _unread(linked, DocumentState.UNREACHABLE, str(error))
    except Exception as error:
        if not crawler.engine.running:
            raise  # we were told to stop: the next run goes on
        logger.info("No document at %s: %r", linked.url, error)
        return _unread(linked, DocumentState.UNREACHABLE, "the connection failed")
    return await _judge(linked, response, errand)


async def _judge(linked: Linked, response: Response, errand: Errand) -> Document:
    status = response.status
    if status in _MISSING:
        return _unread(linked, DocumentState.GONE, f"it answered {status}")
    if status in _REFUSING:
        return _unread(linked, DocumentState.BLOCKED, f"it answered {status}")
    if status != 200:
        return _unread(linked, DocumentState.UNREACHABLE, f"it answered {status}")
    if not is_service(response.url, errand):
        reason = f"it redirects to another website, {response.url}"
        return _unread(linked, DocumentState.GONE, reason)
    ended = await read_apart(response.body)
    return Document(
        url=linked.url,
        on=linked.on,
        text=linked.text,
        state=ended.state,
        reason=ended.reason,
        size=len(response.body),
        pdf=ended.pdf,
    )


def _unread(linked: Linked, state: DocumentState, reason: str) -> Document:
    return Document(
        url=linked.url,
        on=linked.on,
        text=linked.text,
        state=state,
        reason=reason[:REASON_LENGTH],
    )
