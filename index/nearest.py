"""What comes nearest to a statement: to words that nobody said, or to a message that tells of an article."""

import re

import numpy as np

from corpus.excerpt import Excerpt
from corpus.marks import MARKS
from corpus.sentences import split_sentences
from index.encoder import Encoder
from index.excerpts import distinct
from index.facts import facts
from index.generation import Generation
from index.question import Query
from index.search import search
from index.words import stems

CLOSE = 5  # excerpts, which are looked at one by one
# The cosine of a claim and a sentence, both by themselves, from which the one renders the other. Of 50 paraphrases of
# our own 28 reach it, of 40 inventions about the same things none; the highest of these has .67. Inside their
# paragraphs sentences tell the two apart worse: AUROC .77, and .89 by themselves.
PARAPHRASE = 0.68

_NO = re.compile(r"\b(?:not?|never|none|nobody|nothing|neither|nor|nowhere|without|cannot)\b|n['’]t\b", re.IGNORECASE)


def nearest(generation: Generation, text: str, encoder: Encoder) -> tuple[Excerpt, ...]:
    """What may be shown of the sentences nearest to a text, best first, none repeating another."""
    query = statement(text)
    hits = search(generation, query, encoder.embed([(text, ())])[0], read=0)
    return tuple(each.excerpt for each in distinct(generation, query, hits))


def rendered(text: str, excerpts: tuple[Excerpt, ...], encoder: Encoder) -> Excerpt | None:
    """The excerpt that a text says in other words, if one of the first is so close; a denial is no rendering."""
    units = [(sentence, excerpt) for excerpt in excerpts[:CLOSE] for sentence in _sentences(excerpt)]
    if not units:
        return None
    claimed, *vectors = encoder.encode([text, *(sentence for sentence, _ in units)])
    cosines = np.stack(vectors) @ claimed
    best = int(cosines.argmax())
    sentence, excerpt = units[best]
    return excerpt if cosines[best] >= PARAPHRASE and _may_render(text, sentence) else None


def _sentences(excerpt: Excerpt) -> list[str]:
    """Its sentences, without the marks around them."""
    sentences = split_sentences(excerpt.document.text, excerpt.span)
    return [sentence.of(excerpt.document.text).strip(MARKS + " ,") for sentence in sentences]


def _may_render(text: str, sentence: str) -> bool:
    """Whether neither denies what the other says, asks where it does not ask, or names other numbers."""
    asks = text.rstrip(MARKS + " ").endswith("?") == sentence.endswith("?")
    return asks and _denials(text) == _denials(sentence) and facts(text).numbers <= facts(sentence).numbers


def _denials(text: str) -> int:
    """How often a text says no: even or odd."""
    return len(_NO.findall(text)) % 2


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
