"""Words that a question misspells."""

import pytest

from index.answers.answer import Answer
from index.engine.vocabulary import Spellings, Vocabulary
from index.query.query import MAX_QUESTION, parse
from index.service.protocols import View

TEXTS = [
    "Mr. Tillerson spoke of severe sanctions and the government’s resolution.",
    "Haley met Tillerson; Tillerson and Céloron left. Sanctions remain. The mating of birds; a meting out.",
    "With them were Halle and Metter.",
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of([Spellings.of([text]) for text in TEXTS])


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("what did tilerson say", "what did Tillerson say"),
        ("what did Tillersno say about the sancitons?", "what did Tillerson say about the sanctions?"),
        ("WHAT DID TILERSON SAY", "WHAT DID Tillerson SAY"),
        ("waht did Tillerson say", "what did Tillerson say"),
        ("What was Tilerson’s goverment?", "What was Tillerson’s government?"),
        ("who spoke of “seveer sanctions”", "who spoke of “severe sanctions”"),
        ("Sacntions", "sanctions"),
        ("where was Celoronn", "where was Céloron"),
        ("what did Ｔｉｌｅｒｓｏｎ say", "what did Tillerson say"),
        ("what did Hale and Meter say", "what did Halle and Metter say"),
    ],
)
def test_a_misspelled_word_is_taken_for_one_of_the_collection(
    vocabulary: Vocabulary, typed: str, understood: str
) -> None:
    """As that writes it; a swap of two letters counts as one."""
    query = parse(typed, vocabulary)
    assert query.text == query.understood == understood
    assert query.typed == typed


@pytest.mark.parametrize(
    "typed",
    [
        "what did Tillerson say about the sanctions?",
        "what of the sanction",  # another form of a word that is there
        "was the revolution serene, or the tempest?",  # English, and not there
        "who is Tillers0n?",
        "what is the Matter",  # Metter is a name, but “matter” is English
        "what did Haly, Tllrsn and XYZ say",  # too short, too far, initials
        "who seid it",  # “said”, “send” or another short word
        "who met Sevre",  # a name is no word that is never written with a capital
        "is TFILLERSON a thing",  # initials
        "who saw the meating",  # mating or meting
        "why couldn’t and couldn't they",
        "北朝鮮 Мэттис",
        "¿dónde está?",
    ],
)
def test_what_is_right_or_not_plain_is_left_alone(vocabulary: Vocabulary, typed: str) -> None:
    """Nothing is understood that was not typed."""
    query = parse(typed)
    assert parse(query.typed, vocabulary) == query
    assert query.understood is None


def test_a_question_in_another_language_is_left_alone(vocabulary: Vocabulary) -> None:
    """Although a word of it may look like one of the collection."""
    query = parse("tilerson abcxa abcxb abcxc abcxd abcxe abcxf abcxg abcxh")
    assert parse(query.typed, vocabulary) == query


@pytest.mark.parametrize(
    "typed", ["a" * MAX_QUESTION, "tilerson " * 666, "xq" * 3_000, "ab1" * 2_000, "\ud800" * 99 + "a"]
)
def test_hostile_questions_do_no_harm(vocabulary: Vocabulary, typed: str) -> None:
    """A repeated mistake is mended everywhere, and no question grows beyond the longest."""
    query = parse(typed, vocabulary)
    assert "tilerson" not in query.text
    assert len(query.text) <= MAX_QUESTION


def test_an_empty_collection_has_a_vocabulary() -> None:
    """Of the words that ask, which are always known."""
    query = parse("what did tilerson say")
    assert parse(query.typed, Vocabulary.of([])) == query


def test_the_asked_speaker_may_be_misspelled(real: View) -> None:
    """The answer says how it was understood, and keeps what was typed."""
    answer = real.answer("what did tilerson say about the resoluton")
    assert (answer.question, answer.understood) == (
        "what did tilerson say about the resoluton",
        "what did Tillerson say about the resolution",
    )
    assert isinstance(answer, Answer)
    assert answer.excerpts[0].speaker
    assert answer.excerpts[0].speaker.name == "Tillerson"
    assert real.answer("what did Tillerson say about the resolution").understood is None
