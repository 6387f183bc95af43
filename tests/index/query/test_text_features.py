"""What can be seen of a text."""

import pytest

from index.query.text_features import TextFeatures, text_features


def test_words_are_stemmed_and_follow_each_other() -> None:
    """As the search by words has them."""
    found = TextFeatures("The harbours of Bergen, the harbour")
    assert found.words == ["the", "harbour", "of", "bergen", "the", "harbour"]
    assert found.vocabulary == {"the", "harbour", "of", "bergen"}
    assert ("of", "bergen") in found.pairs
    assert len(found.pairs) == 4


@pytest.mark.parametrize(
    ("text", "numbers", "years"),
    [
        ("It cost $1,250,000 in 1974.", {"1250000", "1974"}, {"1974"}),
        ("About 4.5 of 2017 people", {"4.5", "2017"}, {"2017"}),
        ("In 3017, 12 of 19740", {"3017", "12", "19740"}, set()),
        ("None, or two", set(), set()),
    ],
)
def test_numbers_are_told_from_years(text: str, numbers: set[str], years: set[str]) -> None:
    """Without the commas of thousands."""
    assert TextFeatures(text).numbers == numbers
    assert TextFeatures(text).years == years


def test_a_capital_makes_a_name_where_no_sentence_begins() -> None:
    """Nor a quote."""
    text = "Boats met Ann O’Neill in Bergen. Nobody said “We know Oslo”."
    assert TextFeatures(text).names == {"ann", "o", "neill", "bergen", "oslo"}


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Nothing is here.", ()),
        ("Two boats", ("number word",)),
        ("Opened in the 1970s", ("date",)),
        ("Opened on Monday, fifty years ago", ("number word", "date")),
        ("Prices rose by 3 per cent", ("money",)),
        ("Tea costs €5", ("money",)),
        ("Closed due to rain", ("cause",)),
        ("closed, because he left", ("cause",)),
        ("But this is new", ("leans",)),
        ("“They left.”", ("leans",)),
        ("He asked: “Why?”", ("leans", "question")),
        ("Why? Nobody knows", ()),
    ],
)
def test_some_kinds_of_word_are_marked(text: str, marks: tuple[str, ...]) -> None:
    """A text has the name of each kind of word that it holds."""
    assert TextFeatures(text).marks == set(marks)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many boats were there, and when?", "how many"),
        ("how long is it", "how many"),
        ("When did it open?", "when"),
        ("In which year did it open?", "when"),
        ("What city is it in?", "where"),
        ("Whose boat sank?", "who"),
        ("What caused the fire?", "why"),
        ("How was it built?", "how"),
        ("Which boat sank?", "which"),
        ("What sank?", "what"),
        ("Boats", None),
    ],
)
def test_a_question_asks_for_one_thing(question: str, asked: str | None) -> None:
    """The first that fits."""
    assert TextFeatures(question).asks == asked


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("Which boats sank?", "boat"),
        ("What kinds of engines were used?", "engin"),
        ("How many people came?", "peopl"),
        ("Who came?", None),
        ("What?", None),
    ],
)
def test_a_question_names_the_kind_of_thing_it_asks_for(question: str, head: str | None) -> None:
    """After “which” or “what”."""
    assert TextFeatures(question).head == head


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("Who won in 1974?", "In 1974 nobody won.", False),
        ("Who won in 1974?", "Ann Lund won in 1974.", True),
        ("Who is Ann Lund?", "Ann Lund was there.", False),
        ("Where did Lund go?", "Lund went to Bergen.", True),
        ("When did the 1974 race start?", "The race of 1974 was long.", False),
        ("When did the 1974 race start?", "It started in May.", True),
        ("How many boats sank?", "Boats sank.", False),
        ("How many boats sank?", "Two boats sank.", True),
        ("Why did they sink?", "They sank because of the ice.", True),
        ("What sank?", "Two boats sank.", None),
    ],
)
def test_a_sentence_may_hold_the_kind_of_thing_that_is_asked(question: str, text: str, holds: bool | None) -> None:
    """What the question names itself does not count, and a capital that opens a sentence is no name."""
    assert TextFeatures(text).holds_asked(TextFeatures(question)) is holds


def test_features_are_kept_for_the_next_question() -> None:
    """A sentence is looked at once."""
    assert text_features("A sentence.") is text_features("A sentence.")


@pytest.mark.parametrize("text", ["", " ", "…", "\u202e", "a" * 100_000])
def test_odd_text_has_facts_too(text: str) -> None:
    """Though few."""
    found = TextFeatures(text)
    assert (found.numbers, found.names, found.head, found.asks) == (frozenset(), frozenset(), None, None)
