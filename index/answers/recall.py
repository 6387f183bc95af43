"""From the id of a citation back to the words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import PullquoteError
from corpus.library.database import LibraryError
from corpus.library.library import Library
from corpus.library.models import State
from corpus.quotes.direct import Quote, find_quotes
from corpus.quotes.excerpt import Excerpt
from corpus.quotes.passages import whole_sentences
from corpus.quotes.reported import find_reported
from corpus.text.document import Document
from corpus.text.folding import fold_text
from corpus.text.span import Span
from index.answers.excerpts import is_speech, only_speaker, speech_kind, without_furniture
from index.engine.generation import Generation

_ID = re.compile(r"([0-9a-f]{10,64})-([0-9]{1,9})-([0-9]{1,9})")
_STATES: tuple[State, ...] = ("current", "superseded", "removed")
_LONGEST = 200  # characters of what is typed that are looked at
_DECORATION = re.compile(r"[\s`*<>]+|[.,;]+$")
_INSIDE_A_WORD = re.compile(r"(?<=\w)(?=\w)")


class CitationError(PullquoteError):
    """No words have such an id."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """The words of a citation."""

    excerpt: Excerpt
    state: State
    """Whether the article still answers; else it was superseded by a newer version since, or taken away."""

    @property
    def around(self) -> Span:
        """The paragraphs or the caption that the words stand in."""
        blocks = _blocks(self.excerpt.document, self.excerpt.span)
        return Span(blocks[0].start, blocks[-1].end)


def recall(typed: str, generation: Generation, library: Library, collections: Sequence[str]) -> Recalled:
    """The words of an id as somebody types it, in these collections: blanks, capitals and backticks do not matter.

    An id that cuts a sentence or a quote gives the whole of it. Raises CitationError where no words have the id,
    LibraryError where the article is not live and the library is damaged.
    """
    beginning, span = _parsed(typed)
    document, state = _document(beginning, generation, library, collections)
    if document.id in generation.quotes:
        quotes, reported = generation.quotes[document.id], generation.reported[document.id]
    else:
        quotes = find_quotes(document)
        reported = find_reported(document, quotes)
    return Recalled(_excerpt(document, _whole(document, span, quotes, reported), quotes, reported), state)


def _parsed(typed: str) -> tuple[str, Span]:
    match = _ID.fullmatch(fold_text(_DECORATION.sub("", typed[:_LONGEST])))
    if not match:
        raise CitationError("that is not a citation id; one looks like 0123456789-120-180")
    start, end = int(match[2]), int(match[3])
    if start >= end:
        raise CitationError("there is no quote with that id: it ends before it begins")
    return match[1], Span(start, end)


def _document(
    beginning: str, generation: Generation, library: Library, collections: Sequence[str]
) -> tuple[Document, State]:
    """The document whose id begins so, and whether it still answers."""
    live = [each for each in generation.documents if each.id.startswith(beginning)]
    found: dict[str, tuple[Document, State]] = {each.id: (each, "current") for each in live}
    try:
        kept = library.articles.find(beginning, collections)
    except LibraryError:
        if not live:
            raise
        kept = ()
    for each in sorted(kept, key=lambda each: _STATES.index(each.state)):
        found.setdefault(each.revision.document.id, (each.revision.document, each.state))
    if not found:
        raise CitationError("no article that Pullquote has quoted here has that id")
    if len(found) > 1:
        raise CitationError("several articles have ids that begin like this; give more of the id")
    return next(iter(found.values()))


def _whole(document: Document, span: Span, quotes: Sequence[Quote], reported: Sequence[Quote]) -> Span:
    """The span of an id, if what was cited may have had it, else with the whole of the sentences that it cuts.

    Somebody may have typed other numbers, which must not leave out a “not”; and the rules by which sentences and quotes
    are found may have changed since it was cited.
    """
    text = document.text
    if span.end > len(text) or any(_INSIDE_A_WORD.match(text, each) for each in (span.start, span.end)):
        raise CitationError("there is no quote with that id: it ends within a word, or outside of the article")
    blocks = _blocks(document, span)
    said = [quote for quote in (*quotes, *reported) if quote.span.overlaps(span)]
    fits = any(quote.span.start == span.start for quote in said) and any(quote.span.end == span.end for quote in said)
    if fits and (len(blocks) == 1 or _reopened(blocks, said)):
        return span
    touched = [
        sentence
        for block in blocks
        for sentence in whole_sentences(text, block, [quote.span for quote in quotes if block.contains(quote.span)])
        if sentence.overlaps(span)
    ]
    if not touched or len(blocks) > _LEANING_BLOCKS:
        raise CitationError("there is no quote with that id: it runs over several paragraphs, or stands in none")
    return without_furniture(document, Span(touched[0].start, touched[-1].end))


_LEANING_BLOCKS = 2  # a sentence may stand with the one that it leans on, which ends the paragraph before


def _blocks(document: Document, span: Span) -> list[Span]:
    return sorted(block for block in (*document.paragraphs, *document.captions) if block.overlaps(span))


def _reopened(blocks: Sequence[Span], said: Sequence[Quote]) -> bool:
    """Whether one speaker goes on from paragraph to paragraph, with a mark at the beginning of each."""
    starts = {quote.span.start for quote in said}
    return all(block.start in starts for block in blocks[1:]) and only_speaker(said) is not None


def _excerpt(document: Document, span: Span, quotes: Sequence[Quote], reported: Sequence[Quote]) -> Excerpt:
    """As it was shown: the kind of a span, and whose words it is."""
    inside = [quote for quote in quotes if span.contains(quote.span)]
    if is_speech(document, span, inside):
        return Excerpt(document, span, speech_kind(inside), only_speaker(inside))
    if document.paragraph_at(span.start) is None:
        return Excerpt(document, span, "caption")
    if inside:
        return Excerpt(document, span, "mixed", only_speaker(inside))
    told = [quote for quote in reported if span.overlaps(quote.span)]
    return Excerpt(document, span, "reported" if told else "narration", only_speaker(told))
