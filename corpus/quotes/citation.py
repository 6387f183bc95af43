"""Where an excerpt stands, so that a reader can check it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from urllib.parse import quote as percent_encoded

from corpus.quotes.excerpt import Excerpt
from corpus.text.document import Document
from corpus.text.place import Place, places_of
from corpus.text.sentences import split_sentences
from corpus.text.span import Span

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LINE_END = re.compile(r"[\r\n]")
_MARKDOWN = re.compile(r"[\r\n*_\[\]()<>~`\\]|&(?=#?\w+;)")  # what a page that was made of it does not show
_FRAGMENT_WORDS = 5  # at either end; a whole sentence makes links longer than messages
_MAX_URL = 500  # characters; Discord counts a link's into the message's 2,000


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an excerpt stands."""

    id: str
    """Recalls the excerpt for ever: the beginning of its document's id and its span."""
    title: str
    publisher: str | None
    published: date | None
    paragraph: int | None
    """Counted from 1; None for a caption."""
    sentences: tuple[int, int] | None
    """First and last sentence of the excerpt within its paragraph, counted from 1; None for a caption."""
    places: tuple[Place, ...]
    """The pages, chapters or times of its source in which it stands; none where its form has none."""
    url: str | None
    """With a text fragment, where the document has a url and the fragment is unique in its text."""


def cite(excerpt: Excerpt) -> Citation:
    """The citation of an excerpt."""
    document, span = excerpt.document, excerpt.span
    paragraph = document.paragraph_at(span.start)
    return Citation(
        id=citation_id(document, span),
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        paragraph=paragraph,
        sentences=_sentences(document, paragraph, span) if paragraph else None,
        places=places_of(document.places, span.start, span.end),
        url=_url(document, span),
    )


def citation_id(document: Document, span: Span) -> str:
    """The id that recalls a span of a document."""
    return f"{document.id[:10]}-{span.start}-{span.end}"


def _sentences(document: Document, paragraph: int, span: Span) -> tuple[int, int] | None:
    sentences = _split(document.text, document.paragraphs[paragraph - 1])
    first = bisect_right(sentences, span.start, key=attrgetter("end")) + 1  # as many end before the excerpt
    last = bisect_left(sentences, span.end, key=attrgetter("start"))
    return (first, last) if first <= last else None


# The quotes of a paragraph are cited one after the other, on a page a thousand.
_split = lru_cache(maxsize=1)(split_sentences)


def _url(document: Document, span: Span) -> str | None:
    """The document's url, with a fragment that browsers scroll to if it can be found nowhere else in the text."""
    if document.url is None:
        return None
    words = [Span(*match.span()) for match in _WORD.finditer(document.text, span.start, span.end)]
    unlike_the_page = _MARKDOWN if document.name.lower().endswith((".md", ".markdown")) else _LINE_END
    fragment = _fragment(document.text, words, unlike_the_page)
    if not fragment or "#" in document.url or len(document.url) + len(fragment) > _MAX_URL:
        return document.url
    return document.url + "#:~:text=" + fragment


def _fragment(text: str, words: list[Span], unlike_the_page: re.Pattern[str]) -> str | None:
    """`start,end` or the whole of few words, percent-encoded; None where it would not be unique or not be found.

    https://wicg.github.io/scroll-to-text-fragment/: the first match wins, so the start must occur only once
    and the end not sooner than it should.
    """
    if not words:
        return None
    head, tail = words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]
    ends = [Span(words[0].start, words[-1].end)]
    if len(words) > 2 * _FRAGMENT_WORDS:
        ends = [Span(head[0].start, head[-1].end), Span(tail[0].start, tail[-1].end)]
    phrases = [end.of(text) for end in ends]
    if any(map(unlike_the_page.search, phrases)) or len(list(islice(_places(phrases[0], text), 2))) > 1:
        return None
    if len(phrases) > 1 and next(_places(phrases[1], text, ends[0].end), None) != ends[1].start:
        return None
    return ",".join(percent_encoded(phrase, safe="").replace("-", "%2D") for phrase in phrases)


def _places(phrase: str, text: str, after: int = 0) -> Iterator[int]:
    """Where a phrase occurs as browsers see it: in capitals or not, one occurrence beginning inside another too."""
    return (match.start() for match in re.compile(f"(?={re.escape(phrase)})", re.IGNORECASE).finditer(text, after))
