"""Articles as a zip with all that the library keeps of them, for people to read and for another library to take in."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, ValidationError

from corpus.errors import ArticleError
from corpus.library.models import Origin, Revision, Source, WholeArticle
from corpus.readers.forms import TEXT_BYTES
from corpus.text.document import Document, as_row, of_row
from corpus.text.place import PlaceKind

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 60  # characters of a name
_SUM = re.compile(r"([0-9a-f]{64})  (.+)")  # as sha256sum writes it
_MOMENT = (1980, 1, 1, 0, 0, 0)  # of every file: the same articles make the same bytes
_DAMAGE = (zipfile.BadZipFile, EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)


# Writing --------------------------------------------------------------------------------------------------------------


def zipped(articles: Iterable[WholeArticle]) -> bytes:
    """The zip: each text as it was read, what was fetched, a manifest that says what they are, and the sums of all.

    Names in it are safe on any system; the manifest has the real ones.
    """
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}  # of texts, by their ids: one that several revisions have stands there once
    manifest = {"format": 1, "articles": [_facts(article, files, names) for article in articles]}
    files[MANIFEST] = json.dumps(manifest, ensure_ascii=False, indent=2).encode()
    files[SUMS] = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in files.items()).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _facts(article: WholeArticle, files: dict[str, bytes], names: dict[str, str]) -> dict[str, Any]:
    removed_at = article.removed_at.isoformat() if article.removed_at else None
    return {
        "article": article.number,
        "current": article.current,
        "removed_by": article.removed_by,
        "removed_at": removed_at,
        "revisions": [
            _revision_facts(revision, article.sources.get(revision.number), files, names)
            for revision in article.revisions
        ],
    }


def _revision_facts(
    revision: Revision, source: Source | None, files: dict[str, bytes], names: dict[str, str]
) -> dict[str, Any]:
    row = as_row(revision.document)
    name = names.setdefault(row["id"], _file_name(revision))
    files[name] = row.pop("text").encode()
    facts = {"file": name, "revision": revision.number, **row, "origin": revision.origin, "by": revision.by}
    facts["at"] = revision.at.isoformat()
    if source:
        kept = f"sources/{revision.article}-{revision.number}"
        files[kept] = source.data
        facts["source"] = {"file": kept, "media_type": source.media_type, "charset": source.charset}
    return facts


def _file_name(revision: Revision) -> str:
    """Its ending is kept where the text reads as a file of that form does."""
    stem, _, ending = revision.document.name.rpartition(".")
    safe = _UNSAFE.sub("-", stem or ending)[:_LONGEST].strip(".-") or "article"
    return f"{revision.article}-{revision.number}-{safe}.{'md' if ending.lower() == 'md' else 'txt'}"


# Reading --------------------------------------------------------------------------------------------------------------


def _line(text: str) -> str:
    if not text.isprintable() or not text.strip():
        raise ValueError("is no line of text")
    return text


Line = Annotated[str, AfterValidator(_line)]
Who = Annotated[str, Field(pattern=r"^(\d{1,20}|operator)$")]


class _Source(BaseModel):
    file: str
    media_type: Line
    charset: Line | None = None


class _Revision(BaseModel):
    revision: Annotated[int, Field(ge=1, lt=1 << 31)]
    file: str
    id: str
    name: Line
    title: Line
    publisher: Line | None
    authors: list[Line]
    published: date | None
    url: Annotated[Line, Field(pattern=r"^https?://\S+$")] | None
    paragraphs: list[tuple[int, int]]
    captions: list[tuple[int, int]]
    places: list[tuple[int, PlaceKind, Line]] = []
    origin: Origin
    by: Who
    at: AwareDatetime
    source: _Source | None = None


class _Article(BaseModel):
    article: Annotated[int, Field(ge=1, lt=1 << 31)]
    current: int | None
    removed_by: Who | None
    removed_at: AwareDatetime | None
    revisions: Annotated[list[_Revision], Field(min_length=1)]


class _Manifest(BaseModel):
    format: Literal[1]
    articles: list[_Article]


def read_export(name: str, data: bytes, most: int) -> tuple[WholeArticle, ...]:
    """The articles in a zip that `zipped` made, which may have come through anybody's hands; unpacked it may have so
    many bytes at `most`. Raises ArticleError where it is damaged, too large, or no such zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
            if size > most:
                raise ArticleError(name, f"is too large: {size:,} bytes when it is unpacked, and {most:,} are the most")
            files = {info.filename: archive.read(info) for info in archive.infolist()}
        _check_sums(name, files)
        manifest = _Manifest.model_validate_json(files[MANIFEST])
        return tuple(_article(article, files) for article in manifest.articles)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise ArticleError(name, f"has a manifest that this Pullquote does not understand, at {where}") from error
    except _DAMAGE as error:
        raise ArticleError(name, "is damaged, so that nothing was imported; export it again") from error


def _check_sums(name: str, files: Mapping[str, bytes]) -> None:
    """Raises ArticleError, or ValueError where a file is not what it was."""
    if SUMS not in files or MANIFEST not in files:
        raise ArticleError(name, "is no export of Pullquote’s; `add` takes zip files of articles")
    lines = map(_SUM.fullmatch, files[SUMS].decode().splitlines())
    sums = {line[2]: line[1] for line in lines if line}
    if sums != {other: sha256(data).hexdigest() for other, data in files.items() if other != SUMS}:
        raise ValueError("the sums are others")


def _article(facts: _Article, files: Mapping[str, bytes]) -> WholeArticle:
    """Raises ValueError or KeyError where it is not sound."""
    numbers = [each.revision for each in facts.revisions]
    is_removed = facts.removed_by is not None and facts.removed_at is not None
    if numbers != sorted(set(numbers)) or (facts.current not in numbers if facts.current else not is_removed):
        raise ValueError("its versions do not fit")
    revisions = tuple(_revision(facts.article, each, files) for each in facts.revisions)
    sources = {
        each.revision: Source(each.source.media_type, each.source.charset, files[each.source.file])
        for each in facts.revisions
        if each.source
    }
    if facts.current:
        return WholeArticle(facts.article, revisions, sources, facts.current)
    return WholeArticle(facts.article, revisions, sources, None, facts.removed_by, facts.removed_at)


def _revision(article: int, facts: _Revision, files: Mapping[str, bytes]) -> Revision:
    row = facts.model_dump(mode="json") | {"text": files[facts.file].decode()}
    document = of_row(row)  # which compares the text with its id
    _check_spans(document)
    return Revision(article, facts.revision, document, facts.origin, facts.by, facts.at)


def _check_spans(document: Document) -> None:
    """Raises ValueError where it has none that can be quoted, or they do not fit the text."""
    if len(document.text.encode()) > TEXT_BYTES or not (document.paragraphs or document.captions):
        raise ValueError("it is no text that can be read")
    for spans in (document.paragraphs, document.captions):
        if any(not span or span.end > len(document.text) for span in spans) or any(_reversed(spans)):
            raise ValueError("its paragraphs do not fit its text")
    starts = [place.start for place in document.places]
    if starts != sorted(starts) or any(not 0 <= start <= len(document.text) for start in starts):
        raise ValueError("its places do not fit its text")


def _reversed(spans: Iterable[Any]) -> Iterator[bool]:
    return (before.end > after.start for before, after in pairwise(spans))
