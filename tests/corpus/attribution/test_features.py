"""The features of quotes and of phrases that may say who speaks."""

import json
from pathlib import Path

import pytest

from corpus.attribution.blocks import Block
from corpus.attribution.classifier import feature_tables, load_classifier
from corpus.attribution.feature_context import FeatureContext
from corpus.english.noun_phrases import words_around
from corpus.quotes.direct import quoted_blocks
from corpus.readers.files import parse_article
from corpus.text.document import Document

KEPT = Path(__file__).with_name("features.jsonl")


def context_of(document: Document) -> FeatureContext:
    blocks = [Block(words_around(document.text, block, spans)) for block, spans in quoted_blocks(document)]
    return FeatureContext(document.text, blocks, load_classifier().speech_shares)


def test_the_trees_were_trained_on_these_features(article: Document) -> None:
    """The trained file names the features in the order in which rows have them."""
    tables = [table for _, table in feature_tables(context_of(article))]
    assert {table.features for table in tables if table.candidates} == {load_classifier().ranker.features}


def test_the_numbers_are_those_that_the_trees_were_trained_on(article: Document) -> None:
    """The candidates of the article that ships have the numbers that were kept when the trees were trained."""
    kept = [json.loads(line) for line in KEPT.read_text(encoding="utf-8").splitlines()]
    rows = [
        (place, candidate, row)
        for place, table in feature_tables(context_of(article))
        for candidate, row in zip(table.candidates, table.rows, strict=True)
    ]
    assert [[list(place), list(candidate)] for place, candidate, _ in rows] == [
        [numbers["quote"], numbers["candidate"]] for numbers in kept
    ]
    for (place, candidate, row), numbers in zip(rows, kept, strict=True):
        assert [*map(float, row)] == pytest.approx(numbers["row"], abs=1e-5), (place, candidate)


def test_dense_quotes_have_few_candidates() -> None:
    """A speaker is looked for a few quotes away, so that a text of quotes costs no more than one of words."""
    document = parse_article("x.txt", ("“No.” She said. " * 50).encode())
    tables = [table for _, table in feature_tables(context_of(document))]
    assert len(tables) == 50
    assert max(len(table.candidates) for table in tables) == 10
