"""From hits to an answer: what to show of them, how sure to be, and when to refuse."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.excerpt import Excerpt
from corpus.quotes import Quote
from index.generation import Generation
from index.question import Query
from index.search import Hit
from index.sought import Sought
from index.words import stems

MOST = 3  # excerpts, or nearest passages

# A logistic regression over the features below, fitted by benchmarks/confidence.py on the training questions alone.
BIAS = -10.81
WEIGHTS = {"cosine": 12.97, "shared": 10.92, "both": -11.92, "lead": 4.37}
# Where about 5 in 100 questions whose article is missing are answered all the same: .43 on the training questions, .34
# on the tuning ones.
THRESHOLD = 0.4
# Of the first excerpt's confidence: less sure ones are not shown beside it. One of the excerpts answers .848 of 1,500
# tuning questions with 2.2 shown on average; .863 if always three were, .830 with half.
FURTHER = 0.25
QUOTE_SHARE = 0.5  # of a sentence: a quote that is at least this much of it is shown alone


@dataclass(frozen=True, slots=True)
class Answer:
    """What the corpus says to a question; without excerpts it is a refusal."""

    question: str
    excerpts: tuple[Excerpt, ...]
    """Best first; empty where the corpus does not answer."""
    confidence: float
    """0–1, higher is surer, calibrated: of answers at 0.8 four in five are right. Of a refusal: the best hit's."""
    nearest: tuple[Excerpt, ...] = ()
    """Of a refusal: the nearest passages, which are no answer."""
    understood: str | None = None
    """The question as it was taken, where that is not what was typed."""
    sought: Sought | None = None
    """What was looked for; a refusal tells it."""
    left_out: tuple[Excerpt, ...] = ()
    """What was shown before and therefore not again."""


def decide(generation: Generation, query: Query, hits: Sequence[Hit], threshold: float = THRESHOLD) -> Answer:
    """Answer with the best hits, or refuse where even the first is not sure enough."""
    sure = [confidence(features(generation, query, hits, place)) for place in range(min(MOST, len(hits)))]
    if query.speaker and not any(hit.by_speaker for hit in hits):
        sure = [0.0] * len(sure)  # nobody of that name says anything here, however near the topic is
    shown = [show(generation, query, hit) for hit in hits[:MOST]]
    if not sure or sure[0] < threshold:
        return Answer(query.text, (), sure[0] if sure else 0.0, tuple(shown))
    kept = [excerpt for excerpt, each in zip(shown, sure, strict=True) if each >= FURTHER * sure[0]]
    return Answer(query.text, tuple(kept), sure[0])


def show(generation: Generation, query: Query, hit: Hit) -> Excerpt:
    """What may be shown of a hit: a quote that can stand alone, or else its whole sentence."""
    document = generation.passages[hit.sentence.passage].document
    span = hit.sentence.span
    quotes = generation.quotes_in.get(hit.number, ())
    if document.paragraph_at(span.start) is None:
        return Excerpt(document, span, "caption")
    if len(quotes) == 1 and _stands_alone(quotes[0], hit) and not query.wants_circumstances:
        return Excerpt(document, quotes[0].span, "direct", quotes[0].speaker)
    speakers = {quote.speaker.name: quote.speaker for quote in quotes if quote.speaker}
    if len(speakers) == 1:
        return Excerpt(document, span, "mixed", *speakers.values())
    return Excerpt(document, span, "mixed" if quotes else "narration")


def _stands_alone(quote: Quote, hit: Hit) -> bool:
    return quote.kind == "direct" and len(quote.span) >= QUOTE_SHARE * len(hit.sentence.span)


def confidence(values: dict[str, float]) -> float:
    """The chance, 0–1, that a hit with these features answers."""
    return 1 / (1 + math.exp(-BIAS - sum(WEIGHTS[name] * value for name, value in values.items())))


def features(generation: Generation, query: Query, hits: Sequence[Hit], place: int) -> dict[str, float]:
    """What tells a right hit from a wrong one, in numbers that mean the same in small collections and in large ones."""
    hit = hits[place]
    shared = _shared(generation, query, hit)
    rivals = (other.score for other in hits[place + 1 :] if other.sentence.passage != hit.sentence.passage)
    lead = (hit.score - next(rivals, 0.0)) / abs(hit.score) if hit.score else 0.0
    return {"cosine": hit.cosine, "shared": shared, "both": hit.cosine * shared, "lead": min(1.0, max(0.0, lead))}


def _shared(generation: Generation, query: Query, hit: Hit) -> float:
    """The share, by rarity, of the question's telling words that a hit holds; 0.5 where there are none.

    A speaker who is asked for is held by what he or she says, named there or not.
    """
    weights = {word: generation.passage_words.weight(word) for word in (*query.telling, *query.speaker_words)}
    held = set(stems(generation.sentence_text(hit.number))).difference(query.speaker_words)
    if hit.by_speaker:
        held.update(query.speaker_words)
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in held) / total if total else 0.5
