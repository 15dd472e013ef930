"""The column types that the models share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from sqlalchemy import Date, DateTime, Enum, Float, ForeignKey, LargeBinary, Text, TypeDecorator
from sqlalchemy.orm import mapped_column
from typing_extensions import override

if TYPE_CHECKING:
    from enum import StrEnum

    from sqlalchemy import Dialect


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. A naive datetime is refused: nobody can say later which hour it meant.

    SQLite keeps no time zone, so everything is stored in UTC and handed back in UTC.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            message = f"a naive datetime cannot be stored: {value!r}"
            raise ValueError(message)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Sha256(TypeDecorator[str]):
    """A SHA-256 digest: 64 hexadecimal digits in Python, 32 bytes in the database."""

    impl = LargeBinary(32)
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        raw = bytes.fromhex(value)
        if len(raw) != 32:
            message = f"not a SHA-256 digest: {value!r}"
            raise ValueError(message)
        return raw

    @override
    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else bytes(value).hex()


class Hexadecimal(TypeDecorator[str]):
    """Digits in Python, half as many bytes in the database. "" is null there."""

    impl = LargeBinary(8)
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return bytes.fromhex(value) if value else None

    @override
    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str:
        return bytes(value).hex() if value else ""


class PlainText(TypeDecorator[str]):
    """Text that both databases take: a page can put a null character or half a surrogate pair into
    its address or its errors, and PostgreSQL and UTF-8 refuse them. They become a replacement."""

    impl = Text()
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


class CompactJson(TypeDecorator[Any]):
    """A small list or mapping as JSON text without spaces. An empty one takes no room."""

    impl = Text()
    cache_ok = True

    @override
    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return msgspec.json.encode(value).decode() if value else None

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return msgspec.json.decode(value) if value else {}


def words(kind: type[StrEnum]) -> Enum:
    """The values of `kind` as short strings, held to them by a CHECK constraint."""
    return Enum(
        kind,
        name=kind.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


Key = Annotated[int, mapped_column(primary_key=True)]
WebsiteKey = Annotated[int, mapped_column(ForeignKey("website.id"))]
CrawlKey = Annotated[int, mapped_column(ForeignKey("crawl.id"))]
SiteAuditKey = Annotated[int, mapped_column(ForeignKey("site_audit.id"))]
PageKey = Annotated[int, mapped_column(ForeignKey("page.id"))]
PageAuditKey = Annotated[int, mapped_column(ForeignKey("page_audit.id"))]
AuditKey = Annotated[int, mapped_column(ForeignKey("audit.id"))]
FactKey = Annotated[int, mapped_column(ForeignKey("fact.id"))]
PlaceKey = Annotated[int, mapped_column(ForeignKey("panel_place.id"))]
ImportKey = Annotated[int, mapped_column(ForeignKey("local_links_import.id"))]
VersionsKey = Annotated[int, mapped_column(ForeignKey("versions.id"))]
Instant = Annotated[datetime, mapped_column(UtcDateTime())]
Day = Annotated[date, mapped_column(Date())]
Sentence = Annotated[str, mapped_column(PlainText())]
Address = Annotated[str, mapped_column(PlainText())]
Digest = Annotated[str, mapped_column(Sha256())]
# Eight-byte floats on both databases: a metric must come back as it went in.
Measure = Annotated[float, mapped_column(Float(53))]
Points = Annotated[float, mapped_column(Float(53))]
