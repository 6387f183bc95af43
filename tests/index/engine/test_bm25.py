"""Lexical search."""

from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
import pytest

from index.engine.bm25 import BM25, K1, REMEMBERED, B, Postings, numbered, stems

TEXTS = [
    "The sanctions on North Korea are severe.",
    "Sanctions, sanctions, sanctions!",
    "Mattis was in Omaha.",
    "Übungen in Zürich",
    "… — !",
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sanctions SANCTIONED sanctioning", ["sanction"] * 3),
        ("Übungen’s café", ["ubungen", "s", "cafe"]),
        ("Ubungen's cafe\u0301", ["ubungen", "s", "cafe"]),
        ("ＦＵＬＬ ﬁne ²", ["full", "fine", "2"]),
        ("Straße", ["strass"]),
        ("U.S. 5,000-ton", ["u", "s", "5", "000", "ton"]),
        ("«—» …!", []),
        ("北朝鮮", ["北朝鮮"]),
    ],
)
def test_words_are_compared_without_accents_case_and_endings(text: str, words: list[str]) -> None:
    """Words have the same stem however they are typed."""
    assert stems(text) == words


def words_of(*documents: Sequence[str]) -> BM25:
    """Of documents, each of some texts."""
    return BM25.of([Postings.of(texts, {}) for texts in documents])


def bm25(texts: Sequence[str], word: str) -> list[float]:
    """Lucene's BM25 as Kamphuis et al., 2020, write it: each text's score for a word, one by one."""
    counts = [Counter(stems(text) or [""]) for text in texts]
    average = sum(count.total() for count in counts) / len(counts)
    held = sum(word in count for count in counts)
    rarity = log(1 + (len(texts) - held + 0.5) / (held + 0.5))
    return [rarity * count[word] / (count[word] + K1 * (1 - B + B * count.total() / average)) for count in counts]


@pytest.mark.parametrize("word", ["sanction", "in", "matti", "zurich", "", "unheard"])
def test_scores_are_bm25_s(word: str) -> None:
    """The scores are BM25's over all texts, however these are divided into documents and blocks."""
    expected = bm25(TEXTS, word)
    blocks = BM25.joined([words_of(TEXTS[:2]), words_of([], TEXTS[2:4], TEXTS[4:])])
    for words in (words_of(TEXTS), words_of(TEXTS[:1], TEXTS[1:4], TEXTS[4:]), blocks):
        assert np.allclose(words.scores([word]), expected, atol=1e-6)
        held = sum(score > 0 for score in expected)
        assert words.weight(word) == pytest.approx(log(1 + (5 - held + 0.5) / (held + 0.5)))


def test_a_word_scores_the_same_however_many_were_asked_for() -> None:
    """Where its texts are is remembered of some words, and found again of others."""
    words = words_of(TEXTS)
    first = words.scores(["sanction"]).tolist(), words.weight("sanction")
    for number in range(REMEMBERED + 1):
        assert words.weight(f"unheard{number}") == words.weight("unheard")
    assert (words.scores(["sanction"]).tolist(), words.weight("sanction")) == first


def test_a_score_by_hand() -> None:
    """A score worked out by hand is met: of two texts the first, shorter one holds the word once."""
    score = log(1 + 1.5 / 1.5) * 1 / (1 + 0.9 * (1 - 0.4 + 0.4 * 1 / 2))
    assert words_of(["ship"], ["boats are here"]).scores(["ship"]).tolist() == pytest.approx([score, 0.0])


def test_a_word_counts_as_often_as_it_is_asked_for() -> None:
    """A word that is asked for twice counts twice, and words add up."""
    words = words_of(TEXTS)
    both = words.scores(["sanction"]) * 2 + words.scores(["korea"])
    assert np.allclose(words.scores(["sanction", "korea", "sanction"]), both)


def test_texts_that_hold_a_word_score_and_no_others() -> None:
    """A text scores more where it holds the word oftener or is shorter."""
    scores = words_of(TEXTS).scores(stems("sanctioned"))
    assert (scores > 0).tolist() == [True, True, False, False, False]
    assert scores[1] > scores[0]
    assert words_of(TEXTS).scores(stems("zurich")).argmax() == 3


def test_a_word_that_no_text_holds_adds_nothing() -> None:
    """A word that no text holds adds nothing, alone or with others."""
    words = words_of(TEXTS)
    assert words.scores(["unheard"]).tolist() == words.scores([]).tolist() == [0.0] * 5
    assert words.scores(["unheard", "matti"]).tolist() == words.scores(["matti"]).tolist()
    assert words.scores(["matti"]).argmax() == 2


def test_rare_words_weigh_more() -> None:
    """A word weighs more the fewer texts hold it, and most where none does."""
    words = words_of(TEXTS)
    assert words.weight("unheard") > words.weight("matti") > words.weight("sanction") > 0


def test_a_document_covers_what_any_of_its_texts_holds() -> None:
    """The weight of each word counts once, however many texts of the document hold it."""
    words = BM25.of([Postings.of(["a boat", "a boat sank"], {}), Postings.of(["the ice"], {})])
    boat, sank, ice = map(words.weight, ("boat", "sank", "ice"))
    assert words.coverage(["boat", "boat", "sank", "ice"]).tolist() == pytest.approx([boat + sank, ice])
    assert BM25.joined([words, words]).coverage(["unheard"]).tolist() == [0, 0, 0, 0]
    assert BM25.of([]).coverage(["boat"]).tolist() == []


def test_what_a_document_holds_is_summed_in_the_order_of_the_words() -> None:
    """The same question has the same sums in every process, whatever order a set would have there."""
    terms = [f"word{number}" for number in range(100)]
    words = BM25.of([Postings.of([" ".join(terms[first:]) for first in range(100)], {})])
    total = np.float32(0)
    for term in terms:
        total += np.float32(words.weight(term))
    assert words.coverage(terms)[0] == total


def test_texts_without_any_word_can_be_indexed() -> None:
    """A paragraph may be a row of dots."""
    words = words_of(["…", "* * *"])
    assert words.scores(["matti"]).tolist() == [0.0, 0.0]


def test_postings_are_read_from_their_table() -> None:
    """The lengths of the texts need not be kept."""
    postings = Postings.of(TEXTS, {})
    assert Postings.read(numbered(postings.terms), postings.table, 5).lengths.tolist() == postings.lengths.tolist()
