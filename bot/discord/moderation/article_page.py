"""An article to leaf through: all of its text, with its quotes and their speakers marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from operator import attrgetter

from bot.discord.messages.escape import clipped, escape
from bot.discord.messages.limits import MESSAGE
from bot.discord.messages.mentions import TITLE
from bot.discord.messages.reply import Reply, joined, packed, paged
from bot.discord.moderation.request import Request
from bot.presentation.annotation import Block, Piece, Run, mark
from bot.presentation.article_lookup import entry_in
from bot.presentation.inspection import Inspection
from bot.presentation.visible import length
from corpus.library.models import Revision
from corpus.quotes.excerpt import Excerpt, checked_text
from corpus.quotes.passages import analyse
from corpus.text.document import Document
from corpus.text.span import Span
from index.service.protocols import Service

PAGE = "article"  # the name of the buttons
KEY = "-# **Bold** text is quoted; __underlined__ text says who said it."
_HEADING = 300  # characters kept for title, page and key
_ROOM = MESSAGE - _HEADING
_MARKS = len("**____**")
_CHUNK = 100  # characters of a word that are never parted: any of them may take ten
_is_bold, _is_underlined = attrgetter("bold"), attrgetter("underlined")


@dataclass(frozen=True, slots=True)
class _Word:
    """Characters without a blank, or blanks alone, or the end of a line; all marked alike."""

    text: str
    markdown: str
    bold: bool
    underlined: bool

    @property
    def cost(self) -> int:
        """At least what it adds to a message."""
        marks = _MARKS if self.bold or self.underlined else 0
        return length(self.markdown) + marks + (len("> ") if self.text == "\n" else 0)


def show_article(request: Request, service: Service, article: str, page: int) -> Reply:
    """A page of the version that answers, or of the last one. Raises ArticleUnknownError."""
    return turn_article(request, service, entry_in(service.curation, request.collection, article).article, None, page)


def turn_article(request: Request, service: Service, article: int, version: int | None, page: int) -> Reply:
    """A page of a version. Raises ArticleUnknownError."""
    removed = any(entry.article == article for entry in service.curation.entries(request.collection, removed=True))
    return article_page(service.curation.revision(request.collection, article, version), page, removed)


def article_page(revision: Revision, page: int, removed: bool = False) -> Reply:
    """A page, the nearest there is, of an article that may have been removed.

    Raises TamperedError where the text is no longer what was read.
    """
    document = revision.document
    checked_text(Excerpt(document, Span(0, 0), "narration"))
    heading = f"**{clipped(document.title, TITLE)}** · version {revision.number}{' · removed' if removed else ''}"
    pages = [joined([KEY, text]) for text in _pages(document)]
    return paged(heading, pages, page, lambda number: f"{PAGE}:{revision.article}:{revision.number}:{number}")


@lru_cache(maxsize=4)  # who turns a page will turn the next one
def _pages(document: Document) -> tuple[str, ...]:
    analysis = analyse(document)
    inspection = Inspection(document, analysis.quotes, (), analysis.passages)  # reported speech is not marked here
    return packed(chain.from_iterable(map(_blocks, mark(inspection))), _ROOM, gap="\n")


def _blocks(block: Block) -> Iterator[str]:
    """A block of an article in pieces of at most a page, each under a line that says what it is."""
    name = f"paragraph {block.number}" if block.number else "caption" if block.kind == "caption" else "never quoted"
    words = [word for run in (block.lead, *chain.from_iterable(block.passages), block.tail) for word in _words(run)]
    for number, part in enumerate(_parts(words, _ROOM - length(f"-# {name}, continued\n> "))):
        yield f"-# {name}{', continued' if number else ''}\n{_quoted(part)}"


def _words(run: Run) -> Iterator[_Word]:
    for piece in run:
        for text in _split(piece):
            yield _Word(text, piece.code or escape(text), piece.quote is not None, bool(piece.mentions))


def _split(piece: Piece) -> Iterator[str]:
    """Its text whole, in words, blanks, and ends of lines as `\\n`."""
    if piece.code:
        yield piece.text
        return
    lines = piece.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines):
        if number:
            yield "\n"
        for _, characters in groupby(line, key=str.isspace):
            word = "".join(characters)
            yield from (word[at : at + _CHUNK] for at in range(0, len(word), _CHUNK))


def _parts(words: Iterable[_Word], room: int) -> Iterator[list[_Word]]:
    part: list[_Word] = []
    used = 0
    for word in words:
        if part and used + word.cost > room:
            yield part
            part, used = [], 0
        part.append(word)
        used += word.cost
    if part:
        yield part


def _quoted(words: Sequence[_Word]) -> str:
    """As a block quote, each line with its marks."""
    lines: list[list[_Word]] = [[]]
    for word in words:
        if word.text == "\n":
            lines.append([])
        else:
            lines[-1].append(word)
    return "\n".join("> " + _line(line) for line in lines)


def _line(words: Sequence[_Word]) -> str:
    runs = groupby(words, _is_bold)
    return "".join(_marked("**", _underlined(run)) if bold else _underlined(run) for bold, run in runs)


def _underlined(words: Iterable[_Word]) -> str:
    runs = ((underlined, "".join(word.markdown for word in run)) for underlined, run in groupby(words, _is_underlined))
    return "".join(_marked("__", text) if underlined else text for underlined, text in runs)


def _marked(sign: str, text: str) -> str:
    """Discord takes no sign for one that has a blank inside of it."""
    inside = text.strip()
    if not inside:
        return text
    before = text[: len(text) - len(text.lstrip())]
    return f"{before}{sign}{inside}{sign}{text[len(before) + len(inside) :]}"
