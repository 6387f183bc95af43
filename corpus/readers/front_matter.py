"""What an article says about itself before its text begins."""

import re
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from importlib import import_module
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
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?![\d-])")
_WHOLE = re.compile(r"(?=.*(?<!\d)\d{4}(?!\d)).*(?<!\d)\d{1,2}(?!\d).*")  # a year in full, and a day
_POINTS = re.compile(r"\s*\d{1,2}\.\s?\d{1,2}\.\s?\d{4}")
_LONGEST_DATE = 60  # characters; “Wednesday, October 2nd, 2024 at 10:15 a.m. Eastern” has 50
_LANGUAGES = "en de fr es it pt nl sv da nb fi pl cs ru uk tr ja zh ko".split()  # with all 200, a word takes 6 s
_READ_DATE = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "TIMEZONE": "UTC"}


class _FieldError(Exception):
    """What is wrong with a field, as people are told it, and what to write instead."""


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
        fields = _toml_fields(block[1]) if toml else _yaml_fields(block[1])
    except ValueError as error:
        return FrontMatter(), body, (f"{error}; nothing is taken from it",)
    if not isinstance(fields, dict):  # two rules drawn by hand, not front matter
        return FrontMatter(), Span(0, len(text)), ()
    front, doubts = readable_front_matter(fields)
    return front, body, doubts


def _yaml_fields(block: str) -> object:
    try:
        fields = yaml.load(_TITLE.sub(_in_marks, block), yaml.BaseLoader)  # noqa: S506 - makes texts of all
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 2}" if mark else str(error)[:80]
        raise ValueError(f"the front matter between the two --- is not valid YAML ({where})") from error
    return {} if fields is None else fields  # nothing, or comments alone


def _in_marks(title: re.Match[str]) -> str:
    """A title as YAML takes it for one text."""
    return title[1] + "'" + title[2].replace("'", "''") + "'"


def _toml_fields(block: str) -> Mapping[str, object]:
    try:
        fields = tomllib.loads(block.replace("\r\n", "\n").replace("\r", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise ValueError(f"the front matter between the two +++ is not valid TOML ({error})"[:200]) from error
    return fields | {key: value.isoformat() for key, value in fields.items() if isinstance(value, date)}


def readable_front_matter(fields: Mapping[Any, object]) -> tuple[FrontMatter, tuple[str, ...]]:
    """What these fields say of an article, and a sentence for each that cannot be read and is left empty."""
    readings: dict[str, Any] = {}
    doubts = []
    for field, read in _FIELDS.items():
        try:
            readings[field] = read(fields)
        except _FieldError as error:
            what, advice = error.args
            doubts.append(f"{what}, so the field is left empty; {advice}")
    return FrontMatter(**readings), tuple(doubts)


def front_matter_of(name: str, fields: Mapping[Any, object]) -> FrontMatter:
    """What these fields say of the article called `name`. Raises ArticleError where one of them cannot be read."""
    try:
        return FrontMatter(**{field: read(fields) for field, read in _FIELDS.items()})
    except _FieldError as error:
        raise ArticleError(name, "; ".join(error.args)) from error


def _printable(key: str, value: object) -> str | None:
    """A value in one line, None for none. YAML can write what no text file may hold (`"\\e[2J"`)."""
    if value is None:
        return None
    if isinstance(value, str):
        line = " ".join(value.split())
        if line.isprintable():
            return line if line not in ("", "~", "null") else None
    raise _FieldError(f"the {key} cannot be read", "write one line of characters that can be seen")


def _authors(fields: Mapping[object, object]) -> tuple[str, ...]:
    value = fields.get("authors", fields.get("author", []))
    values = value if isinstance(value, list) else [value]
    values = [author.get("name", author) if isinstance(author, dict) else author for author in values]
    if not all(isinstance(author, str) for author in values):
        raise _FieldError("the authors are not a name or a list of names", "write them as [Ana Lee, Bo Chen]")
    return tuple(filter(None, (_printable("authors", author) for author in values)))


def _published(fields: Mapping[object, object]) -> date | None:
    value = fields.get("published")
    if value in ("true", "false", True, False, "", None):  # whether a page is public, and not when
        value = fields.get("date")
    written = _printable("date", value)
    if written is None:
        return None
    days = _days(written)
    if len(days) == 1:
        return days[0]
    if not days:
        raise _FieldError(f"the date “{written}” cannot be read", "write it as 2017-09-14")
    either = " or ".join(f"{day.day} {day:%B %Y}" for day in days)
    raise _FieldError(f"the date “{written}” may be {either}", f"write it as {days[0]}")


def _days(written: str) -> tuple[date, ...]:
    """The days that a date may mean, as people write it: one where it is clear, the day before the month first."""
    if iso := _ISO.match(written):
        with suppress(ValueError):
            return (date.fromisoformat(iso[1]),)
        return ()
    if len(written) > _LONGEST_DATE or not _WHOLE.fullmatch(written):
        return ()
    orders = ("DMY",) if _POINTS.match(written) else ("DMY", "MDY")  # whoever writes points writes the day first
    moments = (_moment(written, order) for order in orders)
    return tuple(dict.fromkeys(moment.date() for moment in moments if moment))


def _moment(written: str, order: str) -> datetime | None:
    import dateparser  # a fifth of a second, only where a date is written so
    from dateparser.timezone_parser import pop_tz_offset_from_string

    there, _ = pop_tz_offset_from_string(written)  # it is the day where it was written, not here
    read: datetime | None = dateparser.parse(there, languages=_LANGUAGES, settings=_READ_DATE | {"DATE_ORDER": order})
    return read


def preload() -> None:
    """Have in memory what reading a date needs: its library opens a file for each language when it comes to it."""
    import dateparser.languages

    import_module("random")  # with which regex empties its cache
    list(dateparser.languages.default_loader.get_locales(languages=_LANGUAGES))


def _url(fields: Mapping[object, object]) -> str | None:
    value = _printable("address", fields.get("url"))
    if value is None or value.startswith("/"):  # within a site that is not named
        return None
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in value
    except ValueError:
        good = False
    if not good:
        raise _FieldError(
            f"the address “{value}” is not one of the web", "write it in full, as https://example.org/story"
        )
    return value


_FIELDS: Mapping[str, Callable[[Mapping[Any, object]], Any]] = {
    "title": lambda fields: _printable("title", fields.get("title")),
    "publisher": lambda fields: _printable("publisher", fields.get("publisher")),
    "authors": _authors,
    "published": _published,
    "url": _url,
}
