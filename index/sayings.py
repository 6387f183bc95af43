"""What a person says, all of it or about a topic."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.errors import PullquoteError
from corpus.excerpt import Excerpt
from corpus.quotes import Quote
from index.embedding import Embedding
from index.excerpts import show_said
from index.features import meetings
from index.generation import Generation

# How well a topic must be met (late interaction, 0–1) by a sentence that is about it; and where no sentence is, by its
# passage. Of 141 topics of our own (tests/quality/topics.jsonl) 88 are spoken of: the first quote is right for 77 of
# them, and none is given for the other 53. With .5 it is for 80, and 3 of the 53 are given some; without passages for 74.
ABOUT, AROUND = 0.6, 0.75
_WORD = re.compile(r"\w+")


class PersonError(PullquoteError):
    """Nobody who is quoted has such an id, or is called so."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Words of a person that stand alone: a quote, or the sentences around pieces of one or of reported speech."""

    excerpt: Excerpt
    twins: tuple[Excerpt, ...] = ()
    """The same words in other documents, one of each."""


@dataclass(frozen=True, slots=True)
class _Found:
    saying: Saying
    sentences: tuple[int, ...]
    """The numbers of those that hold the quotes."""


def list_sayings(generation: Generation, quotes: Sequence[Quote]) -> tuple[Saying, ...]:
    """What somebody's quotes are shown as, in their order; what one shows whole is not shown again in part."""
    return tuple(found.saying for found in _find(generation, quotes))


def sayings_about(generation: Generation, quotes: Sequence[Quote], topic: Embedding) -> tuple[Saying, ...]:
    """Those that are about a topic, best first; none where nothing is."""
    found = _find(generation, quotes)
    homes = {number: generation.sentences[number].passage for each in found for number in each.sentences}
    met = meetings(generation, topic, sorted(set(homes.values())))

    def near(number: int) -> float:
        return met[homes[number]].of(*generation.tokens.within(number, homes[number]))

    def around(number: int) -> float:
        return met[homes[number]].of(0, met[homes[number]].cosines.shape[1])

    for score, least in ((near, ABOUT), (around, AROUND)):
        scored = [(max(map(score, each.sentences)), each.saying) for each in found]
        about = [pair for pair in scored if pair[0] >= least]
        if about:
            return tuple(saying for _, saying in sorted(about, key=lambda pair: -pair[0]))
    return ()


def _find(generation: Generation, quotes: Sequence[Quote]) -> list[_Found]:
    said = _by_sentence(generation, quotes)
    found: list[_Found] = []
    for number in said:
        new = _Found(Saying(show_said(generation, number, said)), (number,))
        while found and _holds(new.saying.excerpt, found[-1].saying.excerpt):
            new = replace(new, sentences=(*found.pop().sentences, *new.sentences))
        found.append(new)
    return _without_twins(found)


def _by_sentence(generation: Generation, quotes: Iterable[Quote]) -> Mapping[int, list[Quote]]:
    """The quotes by the number of the sentence that they stand in, in their order."""
    quotes = tuple(quotes)
    starts: dict[str, list[int]] = {quote.document.id: [] for quote in quotes}
    first: dict[str, int] = {}
    for number, sentence in enumerate(generation.sentences):
        key = generation.passages[sentence.passage].document.id
        if key in starts:
            first.setdefault(key, number)  # a document's sentences stand together, in the order of its text
            starts[key].append(sentence.span.start)
    said: dict[int, list[Quote]] = {}
    for quote in quotes:
        key = quote.document.id
        said.setdefault(first[key] + bisect_right(starts[key], quote.span.start) - 1, []).append(quote)
    return said


def _holds(one: Excerpt, other: Excerpt) -> bool:
    return one.document == other.document and one.span.contains(other.span)


def _without_twins(found: Iterable[_Found]) -> list[_Found]:
    """The same words once, in the first document that has them, with the others as their twins."""
    known: dict[tuple[str, ...], _Found] = {}
    for each in found:
        excerpt = each.saying.excerpt
        words = tuple(_WORD.findall(excerpt.text.casefold()))
        first = known.setdefault(words, each)
        named = (first.saying.excerpt, *first.saying.twins)
        if all(one.document != excerpt.document for one in named):
            known[words] = replace(first, saying=replace(first.saying, twins=(*first.saying.twins, excerpt)))
    return list(known.values())
