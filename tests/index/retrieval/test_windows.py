"""Which sentences are read together with a question."""

import pytest

from corpus.readers.files import parse_article
from index.engine.generation import Generation
from index.retrieval.windows import read_windows, to_windows
from tests.support.fake_encoder import FakeEncoder
from tests.support.fake_reader import FakeReader
from tests.support.generations import build

ARTICLE = """The pier opened in May. It is long. It has a café. The café is blue.

Boats call at noon. They are full.

Nobody swims here."""


@pytest.fixture(scope="module")
def pier() -> Generation:
    """Passages of four sentences, of two and of one."""
    return build([parse_article("pier.txt", ARTICLE.encode())], FakeEncoder().embed)


@pytest.mark.parametrize(
    ("numbers", "windows"),
    [
        ([], []),
        ([0], [range(2)]),
        ([2], [range(1, 4)]),
        ([3], [range(2, 4)]),
        ([3, 4], [range(2, 4), range(4, 6)]),
        ([3, 0], [range(4)]),
        ([6, 5, 1], [range(3), range(4, 6), range(6, 7)]),
    ],
)
def test_a_sentence_is_read_with_those_beside_it(pier: Generation, numbers: list[int], windows: list[range]) -> None:
    """Windows that meet are one, and none leaves its passage."""
    assert to_windows(pier, numbers) == windows


def test_the_reader_sees_the_text_of_a_window(pier: Generation) -> None:
    """With the ranges of its sentences in it; each sentence gets its own score."""
    reader = FakeReader()
    scores = read_windows(pier, "Who calls?", [2, 4], reader)
    assert reader.questions == ["Who calls?"]
    assert reader.texts == ["It is long. It has a café. The café is blue.", "Boats call at noon. They are full."]
    assert {pier.sentence_text(number): score for number, score in scores.items()} == {
        sentence: float(len(sentence))
        for sentence in ("It is long.", "It has a café.", "The café is blue.", "Boats call at noon.", "They are full.")
    }


def test_where_no_sentence_is_near_nothing_is_read(pier: Generation) -> None:
    """The reader is not asked."""
    reader = FakeReader()
    assert read_windows(pier, "Who calls?", [], reader) == {}
    assert reader.questions == []
