"""What comes nearest to a statement: for words that nobody said, and for messages that tell of an article."""

from corpus.excerpt import Excerpt
from index.embedding import Embedding
from index.excerpts import distinct
from index.generation import Generation
from index.question import Query
from index.search import Hit, search
from index.words import stems

MOST = 3  # excerpts


def nearest(generation: Generation, text: str, embedding: Embedding) -> tuple[tuple[Hit, Excerpt], ...]:
    """The sentences nearest to a text that has this embedding, best first, with what may be shown of them."""
    query = statement(text)
    found = distinct(generation, query, search(generation, query, embedding, read=0))
    return tuple((each.hit, each.excerpt) for each in found)


def statement(text: str) -> Query:
    """A query for what says the same as a text, which asks nothing."""
    words = tuple(stems(text))
    return Query(
        typed=text,
        text=text,
        understood=None,
        words=words,
        telling=tuple(dict.fromkeys(words)),
        speaker_words=(),
        speaker=None,
        phrases=(),
        wants_circumstances=False,
    )
