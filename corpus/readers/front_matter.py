"""What an article says about itself before its text begins."""

import re
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import yaml

from corpus.errors import ArticleError
from corpus.text.span import Span

MAX_FRONT_MATTER = 10_000  # characters

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*(?:\r\n|\r|\n)(.*?)(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL
)
_FRONT_MATTER_BEGUN = re.compile(r"\s*---[ \t]*(?:\r\n|\r|\n)(?:title|publisher|authors?|published|date|url):\s")


_TOML = re.compile(r"\s*\+\+\+[ \t]*(?:\r\n|\r|\n)(.*?)(?<=[\r\n])\+\+\+[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL)
# “title: Budget: what we know” is no YAML, but what Jekyll's writers write.
_TITLE = re.compile(r"^(title:[ \t]+)([^\s\"'\[{|>&*!%@#][^\r\n]*?: [^\r\n]*)$", re.MULTILINE)
_DAYS = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}")


class FrontMatter(NamedTuple):
    """Title, publisher, authors, date and address, as far as an article says them."""

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    url: str | None = None


def read_front_matter(name: str, text: str) -> tuple[FrontMatter, Span, tuple[str, ...]]:
    """What stands between two lines of `---` (or, as TOML, of `+++`) at the start, the rest of the text, and a sentence
    for each thing that cannot be read and is left out.

    Raises ArticleError where it has no end.
    """
    toml = _TOML.match(text[:MAX_FRONT_MATTER])
    block = toml or _FRONT_MATTER.match(text[:MAX_FRONT_MATTER])
    if not block and _FRONT_MATTER_BEGUN.match(text):
        limit = f"{MAX_FRONT_MATTER:,} characters"
        raise ArticleError(name, f"the front matter does not end with a line of --- within {limit}")
    if not block:
        return FrontMatter(), Span(0, len(text)), ()
    body = Span(block.end(), len(text))
    try:
        fields = _toml_fields(name, block[1]) if toml else _yaml_fields(name, block[1])
    except ArticleError as error:
        return FrontMatter(), body, (f"{error.reason}; nothing is taken from it",)
    if not isinstance(fields, dict):  # two rules drawn by hand, not front matter
        return FrontMatter(), Span(0, len(text)), ()
    readings: dict[str, Any] = {}
    doubts = []
    for field, read in _FIELDS.items():
        try:
            readings[field] = read(name, fields)
        except ArticleError as error:
            doubts.append(f"{error.reason}; it is left empty")
    return FrontMatter(**readings), body, tuple(doubts)


def _yaml_fields(name: str, block: str) -> object:
    try:
        fields = yaml.load(_TITLE.sub(_in_marks, block), yaml.BaseLoader)  # noqa: S506 - makes texts of all
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 2}" if mark else str(error)[:80]
        raise ArticleError(name, f"the front matter between the two --- is not valid YAML ({where})") from error
    return {} if fields is None else fields  # nothing, or comments alone


def _in_marks(title: re.Match[str]) -> str:
    """A title as YAML takes it for one text."""
    return title[1] + "'" + title[2].replace("'", "''") + "'"


def _toml_fields(name: str, block: str) -> Mapping[str, object]:
    try:
        fields = tomllib.loads(block.replace("\r\n", "\n").replace("\r", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise ArticleError(name, f"the front matter between the two +++ is not valid TOML ({error})"[:200]) from error
    return fields | {key: value.isoformat() for key, value in fields.items() if isinstance(value, date)}


def front_matter_of(name: str, fields: Mapping[Any, object]) -> FrontMatter:
    """What these fields say of the article called `name`. Raises ArticleError where one of them cannot be."""
    return FrontMatter(**{field: read(name, fields) for field, read in _FIELDS.items()})


def _title(name: str, fields: Mapping[Any, object]) -> str | None:
    return _printable(name, "title", fields.get("title", ""))


def _publisher(name: str, fields: Mapping[Any, object]) -> str | None:
    return _printable(name, "publisher", fields.get("publisher", ""))


def _printable(name: str, key: str, value: object) -> str | None:
    """A value in one line, None for none. YAML can write what no text file may hold (`"\\e[2J"`)."""
    if isinstance(value, str):
        line = " ".join(value.split())
        if line.isprintable():
            return line if line not in ("", "~", "null") else None
    raise ArticleError(name, f"{key} must be one line of text, of characters that can be seen")


def _authors(name: str, fields: Mapping[object, object]) -> tuple[str, ...]:
    value = fields.get("authors", fields.get("author", []))
    values = value if isinstance(value, list) else [value]
    values = [author.get("name", author) if isinstance(author, dict) else author for author in values]
    if not all(isinstance(author, str) for author in values):
        raise ArticleError(name, "authors must be a name or a list of names")
    return tuple(filter(None, (_printable(name, "authors", author) for author in values)))


def _published(name: str, fields: Mapping[object, object]) -> date | None:
    value = fields.get("published", "")
    if value in ("true", "false", True, False, ""):  # whether a page is public, and not when
        value = fields.get("date", "")
    written = _printable(name, "published", value)
    if written is None:
        return None
    moment = _DATE.match(written)
    readings = [partial(datetime.fromisoformat, moment[1] if moment else written)]
    readings += [partial(datetime.strptime, written, form) for form in _DAYS]
    for reading in readings:
        with suppress(ValueError):
            return reading().date()
    raise ArticleError(name, f"published is “{written}”; write it as 2017-09-14")


def _url(name: str, fields: Mapping[object, object]) -> str | None:
    value = _printable(name, "url", fields.get("url", ""))
    if value is None or value.startswith("/"):  # within a site that is not named
        return None
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in value
    except ValueError:
        good = False
    if not good:
        raise ArticleError(name, f"url is “{value}”; write it in full, as https://example.org/story")
    return value


_FIELDS: Mapping[str, Callable[[str, Mapping[Any, object]], Any]] = {
    "title": _title,
    "publisher": _publisher,
    "authors": _authors,
    "published": _published,
    "url": _url,
}
