"""The features of quotes and of phrases that may say who speaks."""

import json
from pathlib import Path

import pytest

from corpus.english.noun_phrases import words_around
from corpus.quotes.direct import quoted_blocks
from corpus.speakers.classifier import feature_tables, load_classifier, read_context
from corpus.speakers.feature_context import FeatureContext
from corpus.speakers.features import NAMES
from corpus.text.document import Document

KEPT = Path(__file__).with_name("features.jsonl")


def context_of(document: Document) -> FeatureContext:
    lines = [words_around(document.text, block, spans) for block, spans in quoted_blocks(document)]
    return read_context(document.text, lines, load_classifier().speech_shares)


def test_the_trees_were_trained_on_these_features() -> None:
    """The trained file names the features in the order in which rows have them."""
    assert load_classifier().trees.features == NAMES
    assert len(set(NAMES)) == len(NAMES)


def test_the_numbers_are_those_that_the_trees_were_trained_on(article: Document) -> None:
    """The candidates of the article that ships have the numbers that were kept when the trees were trained."""
    kept = [json.loads(line) for line in KEPT.read_text(encoding="utf-8").splitlines()]
    rows = [
        (place, candidate, row)
        for place, table in feature_tables(context_of(article))
        for candidate, row in zip(table.candidates, table.rows, strict=True)
    ]
    assert [[list(place), list(candidate)] for place, candidate, _ in rows] == [
        [each["quote"], each["candidate"]] for each in kept
    ]
    for (place, candidate, row), each in zip(rows, kept, strict=True):
        numbers = dict(zip(NAMES, map(float, row), strict=True))
        assert numbers == pytest.approx(dict(zip(NAMES, each["row"], strict=True)), abs=1e-5), (place, candidate)
