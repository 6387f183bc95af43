"""Segments, searched as one."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import pytest

from corpus.readers.files import parse_article
from corpus.text.document import Document
from index.engine.generation import Generation
from index.engine.segment import Segment
from tests.support.fake_encoder import FakeEncoder
from tests.support.generations import build

TEXTS = [
    "He said “we came.” She left.\n\nNobody stayed, officials said.",
    "Ann Lee, a nurse, asked: “Why?”",
    "The harbour was closed. The harbour was empty.\n\n“It was,” he said.",
]
WORDS = ["harbour", "we", "unheard", "the", "the"]


@pytest.fixture
def segments(article: Document) -> tuple[Segment, ...]:
    documents = [parse_article(f"{number}.txt", text.encode()) for number, text in enumerate(TEXTS)]
    return build([article, *documents], FakeEncoder().embed).segments


def scored(generation: Generation) -> list[np.ndarray]:
    """All of its numbers."""
    vector = FakeEncoder().encode(["harbour"])[0]
    words = (generation.passage_bm25, generation.sentence_bm25)
    ids = np.arange(9, dtype=np.int32)
    return [*generation.cosines(vector), *(bm25.scores(WORDS) for bm25 in words), generation.tokens.rarity(ids)]


def described(generation: Generation) -> list[object]:
    """All else that is in it."""
    sentences = generation.sentences
    return [
        generation.documents,
        generation.passages,
        list(sentences),
        [generation.sentence_text(number) for number in range(len(sentences))],
        generation.passage_of_sentence.tolist(),
        generation.quotes,
        generation.reported,
        generation.quotes_by_sentence,
        generation.reported_by_sentence,
        [generation.vocabulary.spellings(word) for word in WORDS],
    ]


def test_everything_is_numbered_through(segments: Sequence[Segment]) -> None:
    """Passages, sentences, quotes and tokens are numbered in the order of the segments."""
    generation = Generation.of(segments)
    assert generation.documents == tuple(segment.document for segment in segments)
    assert generation.passages == tuple(chain.from_iterable(segment.passages for segment in segments))
    for number, sentence in enumerate(generation.sentences):
        passage = generation.passages[sentence.passage]
        assert sentence.span in passage.sentences
        assert number in generation.sentences_of(sentence.passage)
        assert generation.segments[generation.segment_of_passage[sentence.passage]].document == passage.document
        assert generation.passage_of_sentence[number] == sentence.passage
        assert generation.sentence_text(number) == sentence.span.of(passage.document.text)
        start, end = generation.tokens.within(number, sentence.passage)
        row = FakeEncoder().encode([generation.sentence_text(number)])[0]
        assert np.allclose(generation.tokens.passage(sentence.passage)[start:end], row, atol=0.02)
    assert len(list(generation.sentences)) == len(generation.sentences)
    for quotes in (generation.quotes_by_sentence, generation.reported_by_sentence):
        assert all(quote.text in generation.sentence_text(number) for number, here in quotes.items() for quote in here)
    assert len(generation.quotes_by_sentence) >= 5
    assert len(generation.reported_by_sentence) >= 1
    with pytest.raises(IndexError):
        generation.sentences[len(generation.sentences)]


def test_cosines_are_of_every_passage_and_sentence(segments: Sequence[Segment]) -> None:
    """The cosines are exact and in the order of passages and sentences."""
    generation = Generation.of(segments)
    vector = FakeEncoder().encode(["harbour"])[0]
    passages, sentences = generation.cosines(vector)
    texts = [passage.text for passage in generation.passages]
    assert np.allclose(passages, FakeEncoder().encode(texts) @ vector, atol=1e-6)
    texts = [generation.sentence_text(number) for number in range(len(generation.sentences))]
    assert np.allclose(sentences, FakeEncoder().encode(texts) @ vector, atol=1e-6)


def test_several_joined_are_as_one(segments: Sequence[Segment]) -> None:
    """Joined generations hold and find what one of all segments does; a shared document is there once."""
    whole = Generation.of(segments)
    one, other = Generation.of(segments[:3]), Generation.of(segments[1:])
    for apart in (
        [Generation.of(segments[:2]), Generation.of(segments[2:])],
        [one, other],
        [whole, other, one],
        [whole],
    ):
        joined = Generation.joined(apart)
        assert described(joined) == described(whole)
        assert all(np.allclose(*pair, atol=1e-6) for pair in zip(scored(joined), scored(whole), strict=True))
    assert Generation.joined([other, one]).documents == (
        *(segment.document for segment in segments[1:]),
        segments[0].document,
    )


def test_joining_copies_no_vectors(segments: Sequence[Segment]) -> None:
    """A joined generation has the very segments of the others."""
    one, other = Generation.of(segments[:2]), Generation.of(segments[2:])
    assert Generation.joined([one, other]).segments == (*one.segments, *other.segments)


def test_nothing_is_a_generation_too(segments: Sequence[Segment]) -> None:
    """An empty generation works alone and joined with others."""
    empty = Generation.of([])
    for nothing in (empty, Generation.joined([]), Generation.joined([empty, empty])):
        assert described(nothing)[:5] == [(), (), [], [], []]
        assert [len(scores) for scores in scored(nothing)] == [0, 0, 0, 0, 9]
        assert nothing.passage_bm25.weight("harbour") > 0
    assert described(Generation.joined([empty, Generation.of(segments), empty])) == described(Generation.of(segments))
