"""What a question asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine.bm25 import stems
from index.query.query import MAX_QUESTION, QuestionError, parse
from tests.support.growth import growth


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Mattis say about the sanctions?", "Mattis"),
        ("what did mattis say", "mattis"),
        ("What did Secretary of State Tillerson say?", "Secretary of State Tillerson"),
        ("What did the secretary of defense say about sanctions?", "secretary of defense"),
        ("What has Kim Jong Un said about it?", "Kim Jong Un"),
        ("What does O’Neill say on this?", "O’Neill"),
        ("What else did Mattis tell reporters?", "Mattis"),
        ("What Mattis said about the sanctions", "Mattis"),
        ("What was Haley's reaction to the vote?", "Haley"),
        ("Quotes by Mattis", "Mattis"),
        ("Show me quotes from Nikki Haley about sanctions.", "Nikki Haley"),
        ("a quote of Tillerson on North Korea?", "Tillerson"),
        ("  What\n did \t Mattis   say ?", "Mattis"),
        ("Ｗｈａｔ did Mattis say?", "Mattis"),
    ],
)
def test_a_question_for_somebodys_words_names_the_speaker(question: str, speaker: str) -> None:
    """As it is written there; the name is none of the words an answer should share."""
    query = parse(question)
    assert query.speaker == speaker
    assert set(stems(speaker)).isdisjoint(query.telling)


@pytest.mark.parametrize(
    "question",
    [
        "What did he say about the sanctions?",
        "What did they say?",
        "What did anyone say about Mattis?",
        "What did people say?",
        "What is being said?",
        "What are the sanctions?",
        "What year were the sanctions said to begin?",
        "Who said that the sanctions are severe?",
        "When did Mattis visit Omaha?",
        "Mattis",
        "What did the three military officials who had asked not to be named at all say?",
    ],
)
def test_other_questions_name_no_speaker(question: str) -> None:
    """A pronoun is nobody's name, and a clause is none."""
    assert parse(question).speaker is None


def test_telling_words_are_those_an_answer_should_share() -> None:
    """Once each, stemmed, without those that ask."""
    query = parse("What did Mattis say about the Sanctions, and which sanctions are severe?")
    assert query.telling == ("sanction", "sever")
    assert query.words[:3] == ("what", "did", "matti")
    assert query.text == "What did Mattis say about the Sanctions, and which sanctions are severe?"


@pytest.mark.parametrize(
    ("question", "wants"),
    [("Who said it?", True), ("When did Mattis speak?", True), ("WHERE was he?", True), ("What did he say?", False)],
)
def test_circumstances_are_asked_for_by_their_words(question: str, wants: bool) -> None:
    """Then a quote alone is no answer."""
    assert parse(question).wants_circumstances is wants


@pytest.mark.parametrize("question", ["", " \n\t", "?!", "…", "👩‍🚀", "“”", "\u200b\u202e", "---"])
def test_a_question_without_a_word_is_refused(question: str) -> None:
    """With an example of one that is not."""
    with pytest.raises(QuestionError, match="there are no words in that question; ask something like"):
        parse(question)


def test_a_question_may_be_as_long_as_discord_allows_and_no_longer() -> None:
    """White space that is not needed is not counted."""
    assert len(parse("word " * 1200 + " ").words) == 1200
    assert len(parse("a" * MAX_QUESTION).text) == 6_000
    with pytest.raises(QuestionError, match=r"that question has 6,001 characters; the limit is 6,000"):
        parse("a" * 6_001)


@given(
    st.text(max_size=120)
    | st.lists(
        st.sampled_from(
            [
                "what ",
                "did ",
                "say ",
                "said ",
                "quotes by ",
                "he ",
                "Mattis ",
                "the ",
                "’s ",
                "reaction ",
                "? ",
                "“",
                "\n",
            ]
        )
    ).map("".join)
)
def test_any_question_is_understood_or_refused(question: str) -> None:
    """And what is understood of it stands in it."""
    try:
        query = parse(question)
    except QuestionError:
        return
    assert query.words
    assert set(query.telling) <= set(query.words)
    assert query.speaker is None or query.speaker.strip()


@pytest.mark.parametrize(
    "pattern", ["what did ", "what ", "quotes by ", "quotes of a", "what is a's ", "a ", "’s ", "said "]
)
def test_time_is_in_proportion_to_the_length(pattern: str) -> None:
    """Parsing takes linear time up to the longest question."""
    assert growth(pattern, parse, MAX_QUESTION) < 24
