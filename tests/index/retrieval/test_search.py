"""From a query to hits."""

import numpy as np
import pytest

from corpus.readers.files import parse_article
from index.encoding.embedding import Embedding
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.query.query import Query, parse
from index.retrieval.depths import DEPTH, NEAR, PASSAGES, SENTENCES
from index.retrieval.fusion import fused_scores
from index.retrieval.search import load_ranker, nearest, search
from index.retrieval.speech import said_by
from tests.support.fake_encoder import FakeEncoder
from tests.support.generations import build

SPEECHES = """“We will rebuild,” said Secretary Ann Jones. The harbour was Jones’s idea.

Jones, the mayor, warned that the town would wait. Jones never came.

According to Mayor Jones, nobody was hurt. The police said that Jones's car was found.

“Never,” said Bob Smith. Jonestown was silent."""


def generation_of(*texts: str) -> Generation:
    documents = [parse_article(f"{number}.txt", text.encode()) for number, text in enumerate(texts)]
    return build(documents, FakeEncoder().embed)


def asked(query: Query, encoder: Encoder) -> Embedding:
    return encoder.embed_query(query.text)


def test_who_is_quoted_and_who_is_reported_are_told_apart() -> None:
    """A name alone is neither: not in a genitive, nor in a longer word."""
    generation = generation_of(SPEECHES)
    quoted, reported = said_by(generation, "Jones")
    assert [generation.sentence_text(number) for number in sorted(quoted)] == [
        "“We will rebuild,” said Secretary Ann Jones."
    ]
    assert [generation.sentence_text(number) for number in sorted(reported)] == [
        "Jones, the mayor, warned that the town would wait.",
        "According to Mayor Jones, nobody was hurt.",
    ]


@pytest.mark.parametrize("speaker", ["Miller", "C++", "(", "…", "\\", "a|b"])
def test_nobody_says_what_nobody_says(speaker: str) -> None:
    """Whatever is asked for, it is a name and no pattern."""
    assert said_by(generation_of(SPEECHES), speaker) == (set(), set())


def test_the_words_of_the_asked_speaker_come_first(generation: Generation, encoder: Encoder) -> None:
    """Whoever else speaks of the same."""
    for name, said in (("Mattis", 3), ("Tillerson", 1)):
        query = parse(f"What did {name} say about the sanctions?")
        hits = search(generation, query, asked(query, encoder)).hits
        assert [hit.by_speaker for hit in hits] == [True] * said + [False] * (len(hits) - said)


def test_hits_are_ordered_and_tell_why_they_were_found(generation: Generation, encoder: Encoder) -> None:
    """Those of the nearest passages, each sentence once, best first."""
    query = parse("Which missile may North Korea test?")
    question = asked(query, encoder)
    hits = search(generation, query, question).hits
    assert len(hits) == len({hit.number for hit in hits}) <= DEPTH
    assert len({hit.sentence.passage for hit in hits}) >= min(PASSAGES, len(generation.passages))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    _, cosines = generation.cosines(question.vector)
    for hit in hits:
        assert hit.sentence == generation.sentences[hit.number]
        assert hit.features["cosine"] == pytest.approx(float(cosines[hit.number]), abs=1e-5)
    assert "intercontinental ballistic missile" in generation.sentence_text(hits[0].number)
    assert not any(hit.by_speaker for hit in hits)


def test_no_more_hits_than_are_of_use() -> None:
    """Of a large collection."""
    query = parse("sentence")
    paragraph = " ".join(f"Sentence {number} is here." for number in range(DEPTH + 10))
    generation = generation_of(*(f"{paragraph} So ends text {number}." for number in range(PASSAGES + 2)))
    hits = search(generation, query, asked(query, FakeEncoder())).hits
    assert len(hits) == DEPTH
    assert len({hit.sentence.passage for hit in hits}) <= PASSAGES


def test_more_passages_are_looked_at_where_they_are_short() -> None:
    """As many as have so many sentences as longer ones would."""
    query = parse("Which boat?")
    generation = generation_of("\n\n".join(f"Boat {number} sank." for number in range(SENTENCES + 9)))
    question = asked(query, FakeEncoder())
    numbers, _ = nearest(generation, fused_scores(generation, query, question.vector), question)
    assert PASSAGES < len(numbers) == min(NEAR, SENTENCES)


def test_a_passage_is_nearer_whose_document_tells_of_the_rest() -> None:
    """A paragraph seldom names what its article is about."""
    generation = generation_of(
        "The Ashby ferry sank.\n\nThree men drowned.", "The Porto ferry sails.\n\nThree men drowned."
    )
    query = parse("Who drowned on the Ashby ferry?")
    fused = fused_scores(generation, query, asked(query, FakeEncoder()).vector).fused
    assert fused[1] > fused[3]


def test_a_collection_of_one_sentence_can_be_searched() -> None:
    """Where there is nothing to compare with."""
    generation = generation_of("Only this.")
    query = parse("What is there?")
    (hit,) = search(generation, query, asked(query, FakeEncoder())).hits
    assert np.isfinite(hit.score)
    assert generation.sentence_text(hit.number) == "Only this."


def test_the_trained_ranker_gives_scores() -> None:
    """Nothing that it makes of features is not a number."""
    ranker = load_ranker()
    assert np.isfinite(ranker.threshold).all()
    table = np.random.default_rng(0).normal(scale=9, size=(50, len(ranker.features))).astype(np.float32)
    scores = ranker.scores(table)
    assert np.isfinite(scores).all()
    assert len(set(scores.tolist())) > 1
