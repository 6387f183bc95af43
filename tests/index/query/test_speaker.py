"""Whose words a question asks for."""

import pytest

from index.engine.vocabulary import Spellings, Vocabulary
from index.query.query import parse

VOCABULARY = Vocabulary.of([Spellings.of(["Ida Lund runs the ferry. The Ferry is old. Lund swims to Bergen."])])


@pytest.mark.parametrize(
    ("question", "telling"),
    [
        ("Did Lund say the ferry is old?", ("ferri", "old")),
        ("did lund really say that the ferry was old", ("ferri", "old")),
        ("Has Lund ever said the ferry is old?", ("ferri", "old")),
        ("Is it true that Lund said the ferry is old?", ("ferri", "old")),
        ("Do you know if Lund said the ferry is old?", ("ferri", "old")),
        ("Can you tell me whether Lund told you the ferry is old?", ("ferri", "old")),
        ("Does Lund say the ferry is old?", ("ferri", "old")),
        ("Did Lund call the ferry old?", ("ferri", "old")),
        ("Did Lund deny the ferry is old?", ("ferri", "old")),
        ("Did Lund describe the ferry as old?", ("ferri", "old")),
        ("what is Lund saying about the old ferry", ("old", "ferri")),
        ("What did Lund write?", ()),
        ("what else did Lund write back about the ferry", ("ferri",)),
    ],
)
def test_whether_somebody_said_it_asks_for_his_or_her_words(question: str, telling: tuple[str, ...]) -> None:
    """The words of the form are none that an answer should share."""
    query = parse(question)
    assert (query.speaker or "").lower() == "lund"
    assert query.only_words
    assert query.telling == telling


@pytest.mark.parametrize(
    "question",
    [
        "Why did Lund call the ferry a wreck?",
        "How did Lund react to the ferry?",
        "What was Lund’s answer?",
        "What does Lund think of it?",
        "Did Lund oppose it?",
    ],
)
def test_where_the_article_may_answer_too_the_speaker_is_only_preferred(question: str) -> None:
    """Why somebody says something is told as often by others, and the name may be among their words."""
    query = parse(question)
    assert query.speaker == "Lund" or "oppose" in question
    assert not query.only_words
    assert "lund" in query.telling


@pytest.mark.parametrize("question", ["Why did the state report a loss?", "Did the report say so?"])
def test_an_article_alone_is_nobody(question: str) -> None:
    """A noun that may be a verb of speech is the name then."""
    assert parse(question).speaker == question.split()[question.split().index("the") + 1]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("lund ferry?", "lund"),
        ("ferry Ida Lund", "Ida Lund"),
        ("old ferry", None),
        ("Ida Lund", None),
        ("lund ferry old swim price cost", None),
        ("where is lund", None),
    ],
)
def test_a_name_among_key_words_is_whose_words_may_be_meant(words: str, name: str | None) -> None:
    """The articles tell what is a name; a sentence says itself what it asks."""
    query = parse(words, VOCABULARY)
    assert (query.speaker, query.only_words) == (name, False)


@pytest.mark.parametrize(
    ("question", "speaker", "telling"),
    [
        ("When Lund was asked about Moe, what did she say about the ferry?", "Lund", ("ferri",)),
        ("lund says she likes boats, but what did she say about the ferry", "lund", ("ferri",)),
        ("The mayor of Ashby was booed. What did he say about the ferry?", "mayor of Ashby", ("ferri",)),
        ("the old sailor in the poll, what did he say about the ferry", "old sailor in the poll", ("ferri",)),
        ("In the interview with Ida Lund, what did she say about the ferry?", "Ida Lund", ("ferri",)),
        ("Ida Lund’s brother was arrested; did he say he sank the ferry?", "Ida Lund’s brother", ("sank", "ferri")),
        ("when dr. ida lund testified, what did she say?", "dr. ida lund", ("testifi",)),
    ],
)
def test_he_or_she_is_whom_the_clause_before_is_about(question: str, speaker: str, telling: tuple[str, ...]) -> None:
    """The topic is what is asked after the pronoun, or where that is nothing, what the clause before tells."""
    query = parse(question)
    assert (query.speaker, query.only_words) == (speaker, True)
    assert query.telling == telling


@pytest.mark.parametrize("question", ["What did he say?", "Before the bridge fell, did he say anything?"])
def test_he_or_she_is_nobody_where_no_person_stands_before(question: str) -> None:
    """A thing that the clause before tells of says nothing."""
    assert parse(question).speaker is None
