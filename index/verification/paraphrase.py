"""The excerpts nearest to a statement: to words that nobody said, or to a message that tells of an article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.english.quotation_marks import MARKS
from corpus.quotes.excerpt import Excerpt
from corpus.text.sentences import split_sentences
from corpus.text.span import Span
from index.answers.excerpts import distinct
from index.encoding.encoder import Encoder
from index.engine.bm25 import stems
from index.engine.generation import Generation
from index.query.query import Query
from index.query.text_features import text_features
from index.retrieval.search import search

CLOSE = 5  # excerpts, which are looked at one by one
SENTENCES = 8  # of a message, which may be long
SOURCES = 3  # excerpts
# The same cosine from which a message speaks of a sentence. Of 50 paraphrases .78 reach it with a sentence of their own
# article and none with one of another; of 24 messages about nothing in the articles 2 do. With .55: .70, none and 1.
NEAR = 0.5
# The cosine of a claim and a sentence, both by themselves, from which the one renders the other. Of 50 paraphrases of
# our own some 30 reach it, of 40 inventions about the same things none; the highest of these has .67. Inside their
# paragraphs sentences tell the two apart worse: AUROC .77, and .89 by themselves.
PARAPHRASE = 0.68

_NO = re.compile(r"\b(?:not?|never|none|nobody|nothing|neither|nor|nowhere|without|cannot)\b|n['’]t\b", re.IGNORECASE)


def nearest(generation: Generation, text: str, encoder: Encoder) -> tuple[Excerpt, ...]:
    """What may be shown of the sentences nearest to a text, best first, none repeating another."""
    query = statement(text)
    hits = search(generation, query, encoder.embed_query(text)).hits
    return tuple(ranked.excerpt for ranked in distinct(generation, query, hits))


def rendered(text: str, excerpts: Sequence[Excerpt], encoder: Encoder) -> Excerpt | None:
    """The excerpt that a text says in other words, if one of the first is so close; a denial is no rendering."""
    closest = max(_closeness([text], excerpts, encoder), key=lambda sentence: sentence.cosine, default=None)
    if closest and closest.cosine >= PARAPHRASE and _may_render(text, closest.text):
        return closest.excerpt
    return None


def find_source(generation: Generation, text: str, encoder: Encoder) -> tuple[Excerpt, ...]:
    """What a message speaks of, nearest first: at most SOURCES excerpts, none where nothing is near."""
    if not stems(text):
        return ()
    sentences = [span.of(text) for span in split_sentences(text, Span(0, len(text)))][:SENTENCES]
    compared = _closeness(sentences, nearest(generation, text, encoder), encoder)
    near = [sentence for sentence in compared if sentence.cosine >= NEAR]
    near.sort(key=lambda sentence: -round(sentence.cosine, 4))  # sentences that a message repeats are all as near
    return tuple(dict.fromkeys(sentence.excerpt for sentence in near))[:SOURCES]


@dataclass(frozen=True, slots=True)
class _ComparedSentence:
    excerpt: Excerpt
    text: str
    cosine: float
    """−1 to 1, of this sentence of the excerpt with the nearest of those asked for, each by itself."""


def _closeness(texts: Sequence[str], excerpts: Sequence[Excerpt], encoder: Encoder) -> list[_ComparedSentence]:
    """How near each sentence of the first excerpts is."""
    asked = np.stack([encoder.embed_query(text).vector for text in texts])
    return [
        _ComparedSentence(excerpt, sentence, float((asked @ encoder.embed_query(sentence).vector).max()))
        for excerpt in excerpts[:CLOSE]
        for sentence in _sentences(excerpt)
    ]


def _sentences(excerpt: Excerpt) -> list[str]:
    """The sentences of an excerpt, without the marks around them."""
    sentences = split_sentences(excerpt.document.text, excerpt.span)
    return [sentence.of(excerpt.document.text).strip(MARKS + " ,") for sentence in sentences]


def _may_render(text: str, sentence: str) -> bool:
    """Whether neither denies what the other says, asks where it does not ask, or names other numbers."""
    asks = text.rstrip(MARKS + " ").endswith("?") == sentence.endswith("?")
    denials = len(_NO.findall(text)) - len(_NO.findall(sentence))
    return asks and denials % 2 == 0 and text_features(text).numbers <= text_features(sentence).numbers


def statement(text: str) -> Query:
    """A query for what says the same as a text, which asks nothing."""
    words = tuple(stems(text))
    return Query(typed=text, text=text, words=words, telling=tuple(dict.fromkeys(words)))
