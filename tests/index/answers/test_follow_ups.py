"""Follow-ups: what they mean, and what is none."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest

from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import parse_article
from corpus.speakers.speaker import Speaker
from corpus.text.span import Span
from index.answers.answer import Answer, Refusal, SearchSummary, Where
from index.answers.follow_ups import Followed, FollowUpError, goes_on_from, resolve
from index.query.query import MAX_QUESTION
from index.service.protocols import View
from tests.conftest import ROOT
from tests.support.growth import growth

SAID = "What did Mattis say about the sanctions?"
STORY = parse_article(
    "harbour.txt",
    (
        "“We will rebuild the harbour,” said Ann Jones, the mayor. It opened on 3 May 1901. Boats lie in it.\n\n"
        "The stadium was closed because of the storm in Bergen.\n\nThe museum opened on Monday."
    ).encode(),
)
MORE = ("what else?", "more")
QUOTE = "“We will rebuild the harbour,”"
JONES = Speaker("Ann Jones", "the mayor", Span(0, 5), "named")


def shown(words: str, speaker: Speaker | None = None) -> Excerpt:
    start = STORY.text.index(words)
    return Excerpt(STORY, Span(start, start + len(words)), "direct" if speaker else "narration", speaker)


def after(question: str, *excerpts: Excerpt) -> Answer:
    return Answer(question, excerpts, 0.9)


def followed(question: str, last: Answer | Refusal | None) -> Followed:
    """As in articles where Tillerson, Mattis and the mayor speak."""
    return resolve(
        question, last, lambda name: name.casefold().removeprefix("the ") in ("tillerson", "mattis", "mayor")
    )


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        # Another speaker, another topic.
        (SAID, "and Tillerson?", "What did Tillerson say about the sanctions?"),
        (SAID, "And tillerson", "What did tillerson say about the sanctions?"),
        (SAID, "what about Kim Jong Un?", "What did Kim Jong Un say about the sanctions?"),
        (SAID, "How about the mayor?", "What did the mayor say about the sanctions?"),
        (SAID, "what about the budget?", "What did Mattis say about the budget?"),
        (SAID, "and missiles", "What did Mattis say about missiles?"),
        (SAID, "about the U.N.?", "What did Mattis say about the U.N.?"),
        ("What did Mattis say about Russia?", "and China?", "What did Mattis say about China?"),
        ("What did Mattis say about Russia?", "and Tillerson?", "What did Tillerson say about Russia?"),
        ("What did Mattis say?", "and on Russia?", "What did Mattis say about Russia?"),
        ("What was Haley's reaction to the vote?", "and Tillerson?", "What was Tillerson's reaction to the vote?"),
        ("What did the secretary of defense say?", "and Tillerson?", "What did Tillerson say?"),
        ("Quotes by Mattis about Russia", "and Tillerson", "Quotes by Tillerson about Russia"),
        # Another thing, time or place.
        ("How much did the stadium cost?", "and the harbour?", "How much did the harbour cost?"),
        ("When was the new stadium built in Bergen?", "and the museum?", "When was the museum built in Bergen?"),
        ("When did Mattis visit Omaha?", "and Tillerson?", "When did Tillerson visit Omaha?"),
        ("When did Mattis visit Omaha?", "and Bergen?", "When did Mattis visit Bergen?"),
        ("How many ships came in 2015?", "and in 2016?", "How many ships came in 2016?"),
        ("How many ships came in May 2015?", "and in 2016?", "How many ships came in 2016?"),
        ("How many ships came?", "and in 2016?", "How many ships came in 2016?"),
        ("How many ships came in 2015?", "what about 2016", "How many ships came in 2016?"),
        ("How many ships came in 2015?", "and in Oslo?", "How many ships came in 2015 in Oslo?"),
        # Pronouns.
        (SAID, "what else did he say?", "what else did Mattis say?"),
        (SAID, "When was she born?", "When was Mattis born?"),
        (SAID, "And in what year did he visit Omaha?", "And in what year did Mattis visit Omaha?"),
        (SAID, "What was his role?", "What was Mattis’ role?"),
        (SAID, "what happened to him?", "what happened to Mattis?"),
        (SAID, "When were they imposed?", "When were the sanctions imposed?"),
        (SAID, "WHAT ELSE DID HE SAY", "WHAT ELSE DID Mattis SAY"),
        ("When did Ada meet Bo in May?", "Why did she leave?", "Why did Ada leave?"),
        ("How much did the stadium cost?", "When was it built?", "When was the stadium built?"),
        # The question word.
        ("Where did Mattis meet Haley?", "when?", "When did Mattis meet Haley?"),
        ("When was the stadium closed?", "and why?", "Why was the stadium closed?"),
        # Others.
        (SAID, "what else?", SAID),
        (SAID, "more", SAID),
        (SAID, "who else?", "Who else spoke about the sanctions?"),
        ("What else did Mattis say about Russia?", "and Tillerson?", "What did Tillerson say about Russia?"),
    ],
)
def test_a_follow_up_is_made_whole(before: str, question: str, meant: str) -> None:
    """By the question before it."""
    assert followed(question, after(before, shown(QUOTE)) if question in MORE else after(before)).question == meant


@pytest.mark.parametrize(
    "question",
    [
        "And what did Tillerson say about Russia?",
        "And who opened the harbour?",
        "And when did Mattis visit Omaha?",
        "But why were the sanctions imposed?",
        "So Mattis said what about the sanctions?",
        "And the people who lived there then, what happened to them?",
        "What did the president say when he resigned?",
        "When Mattis visited Omaha, what did he say?",
        "Who lost his job?",
        "Who sang “He is the one”?",
        "Who said “what else did he say”?",
        "What is it called when people break a law?",
        "Is it true that the harbour was closed?",
        "How long does it take to build a ship?",
        "What time is it in Oslo when the ferry leaves?",
        "Which companies have their offices in Bergen?",
        "Which president did the people elect?",
        "What did Mattis tell him?",
        "What is that tower called?",
        "How do they know that the letter was forged?",
        "When was this harbour opened by the king?",
        "Why did the harbour close?",
        "More ships than ever came to which harbour?",
        "harbour",
        "Tillerson",
        "Tillerson sanctions",
        "In 2016 how many ships came?",
        "What about the ships that were sold when he left?",
        "Where in the harbour do boats lie?",
        "What did Will say?",
        "What did the US say?",
        "Who said “we will”?",
        "quotes by Mattis",
    ],
)
@pytest.mark.parametrize("before", [SAID, "How much did the stadium cost?", "Who is Ann Jones?"])
def test_a_question_that_stands_by_itself_is_left_as_it_is(question: str, before: str) -> None:
    """Whatever was asked before."""
    last = after(before, shown(QUOTE, JONES))
    assert followed(question, last) == Followed(question)
    assert followed(question, None) == Followed(question)


def test_no_question_of_the_quality_set_is_taken_for_a_follow_up() -> None:
    """Each after each other, but for those with a “he” of nobody: after another question that is somebody."""
    lines = (ROOT / "tests" / "quality" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [row["question"] for row in map(json.loads, lines) if row.get("tag") != "pronoun"]
    lasts = [after(before, shown(QUOTE, JONES)) for before in questions[::12]]
    assert [q for q in questions for last in lasts if followed(q, last).question != q] == []


@pytest.mark.parametrize(
    "question",
    [
        "and Vega?",
        "And the budget",
        "what about Vega?",
        "How about the old pier?",
        "or in 2016?",
        "when was that?",
        "why?",
        "Who said that",
        "where did it happen?",
        "more",
        "tell me more please",
        "what else did he say?",
        "WHAT DID HE SAY",
        "who else?",
        "go on",
        "and then?",
        "really?",
        "since when?",
        "what do you mean by that?",
        "anything else from her?",
    ],
)
def test_a_follow_up_to_nothing_is_not_searched_for(question: str) -> None:
    """A follow-up without an answer before it is told so."""
    with pytest.raises(FollowUpError, match="ask the whole question"):
        followed(question, None)


@pytest.mark.parametrize("question", ["and Vega?", "when was that?", "more", "and to Oslo?", "what else did she say?"])
def test_a_follow_up_that_nothing_makes_whole_is_not_searched_for(question: str) -> None:
    """A refusal, or an answer of another form, may leave a follow-up as it is."""
    with pytest.raises(FollowUpError):
        followed(question, Refusal("Is there a bridge?", (), 0.1))


def test_a_refused_question_gives_its_form_to_a_follow_up() -> None:
    """Where nothing was answered yet, another name or topic takes the place of the one in the refused question."""
    refused = Refusal(SAID, (), 0.1)
    assert followed("and Tillerson?", refused).question == "What did Tillerson say about the sanctions?"
    assert followed("what about the budget?", refused).question == "What did Mattis say about the budget?"


def test_he_is_who_was_asked_for_or_speaks_or_is_named() -> None:
    """Who answers to “who” is the one; an office, a country or a month is no “he”."""
    jones = shown(QUOTE, JONES)
    assert followed("Who is he?", after(SAID, jones)).question == "Who is Mattis?"
    assert followed("Who is she?", after("Who in Bergen spoke of Ada?", jones)).question == "Who is Ann Jones?"
    assert followed("Who is she?", after("Where was Ada in May?", jones)).question == "Who is Ada?"
    assert followed("Who is she?", after("What is rebuilt?", jones)).question == "Who is Ann Jones?"
    for before in ("What happened in July in Russia?", "What happened?"):
        with pytest.raises(FollowUpError):
            followed("Who is he?", after(before))


def test_what_else_leaves_out_what_was_shown() -> None:
    """Also what had been shown before that."""
    quote, boats = shown(QUOTE, JONES), shown("Boats lie in it.")
    last = Answer("What else?", (boats,), 0.9, understood=SAID, left_out=(quote,))
    for question in ("more", "what else did she say?", "What else did Ann Jones say about the harbour?"):
        asked = followed(question, last)
        assert asked.leave_out == (quote, boats)
        assert not asked.admits(STORY, Span(0, 60))
        assert asked.admits(STORY, shown("It opened on 3 May 1901.").span)
    assert followed("What did she say?", last).leave_out == ()


@pytest.mark.parametrize(
    ("question", "asked", "admitted"),
    [
        ("When was that?", "When did Ann Jones say “We will rebuild the harbour”?", "It opened on 3 May 1901."),
        ("why?", "Why did Ann Jones say “We will rebuild the harbour”?", "The stadium was closed because of the storm"),
        ("Where did that happen?", "Where did Ann Jones say “We will rebuild the harbour”?", "in Bergen"),
        ("who said that", "Who said “We will rebuild the harbour”?", "“We will rebuild the harbour,” said Ann Jones"),
    ],
)
def test_that_is_what_was_shown(question: str, asked: str, admitted: str) -> None:
    """Only a sentence near it that tells such a thing can answer."""
    found = followed(question, after("What did Ann Jones say about the harbour?", shown(QUOTE, JONES)))
    sentences = [sentence for sentence in STORY.text.replace("\n\n", " ").split(". ") if sentence]
    admitted_ones = [each for each in sentences if found.admits(STORY, shown(each.rstrip(".")).span)]
    assert found.question == asked
    assert len(admitted_ones) == 1
    assert admitted.rstrip(".") in admitted_ones[0] + "."
    other = parse_article("other.txt", STORY.text.replace("Boats", "Ships").encode())
    assert not found.admits(other, Span(0, len(other.text)))


def test_that_of_the_articles_own_words_is_asked_for_by_them() -> None:
    """Shortened between two words, and without marks that would end it."""
    whole = after("Which events happened?", shown("The stadium was closed because of the storm in Bergen."))
    words = "The stadium was closed because of the storm in Bergen"
    assert followed("when was it", whole).question == f"When was this: “{words}”?"
    long = Excerpt(STORY, Span(0, len(STORY.text)), "narration")
    assert followed("when was that", after("What?", long)).question == (
        "When was this: “We will rebuild the harbour, said Ann Jones, the mayor. It opened on 3 May”?"
    )


def test_what_else_leaves_out_the_twins_of_what_was_shown() -> None:
    """Their words were shown too; those of what was only near were not shown as an answer."""
    quote, near = shown(QUOTE, JONES), shown("Boats lie in it.")
    other = parse_article("other.txt", (STORY.text + "\n\nOther.").encode())
    twin = replace(quote, document=other)
    last = Answer(SAID, (quote,), 0.9, twins={quote: (twin,), near: (replace(near, document=other),)})
    asked = followed("more", last)
    assert asked.leave_out == (quote, twin)
    assert not asked.admits(other, twin.span)


@pytest.mark.parametrize(
    ("where", "found", "goes_on"),
    [
        ("near", True, False),
        ("near", False, False),
        ("beyond", False, False),
        ("beyond", True, True),
        ("everywhere", False, False),
        ("everywhere", True, True),
    ],
)
def test_a_follow_up_leans_on_the_last_answer(where: Where, found: bool, goes_on: bool) -> None:
    """After “when was that?”, or a refusal, the next follow-up goes on from the answer before."""
    first = after(SAID, shown(QUOTE, JONES))
    summary = SearchSummary(None, heard=False, words=(), where=where)
    answer = Answer("?", first.excerpts, 0.9, summary=summary) if found else Refusal("?", (), 0.0, summary=summary)
    assert (goes_on_from(answer, first) is answer) is goes_on
    assert goes_on_from(answer, None) is answer
    assert goes_on_from(answer, Refusal("??", (), 0.1)) is answer
    assert goes_on_from(first, answer) is first


def test_a_conversation_goes_on(real: View) -> None:
    """From one person to another, misspelled or not, and to when it was said; what was shown is not shown again."""
    mattis = real.answer(SAID)
    assert mattis.understood is None
    tillerson = real.answer("and Tilerson?", last=mattis)
    assert (tillerson.question, tillerson.understood) == (
        "and Tilerson?",
        "What did Tillerson say about the sanctions?",
    )
    assert isinstance(tillerson, Answer)  # his words on the resolution that brought them
    assert tillerson.excerpts[0].speaker
    assert tillerson.excerpts[0].speaker.name == "Tillerson"
    when = real.answer("when was that?", last=mattis)
    assert isinstance(when, Answer)
    assert when.excerpts[0].text.endswith("Mattis said Tuesday.")
    more = real.answer("what else?", last=mattis)
    assert not {each.span for each in more.excerpts} & {each.span for each in mattis.excerpts}


def test_what_stands_beside_a_pasted_text_is_no_follow_up(real: View) -> None:
    """It is about that, and not about the answer before."""
    pasted = "The harbour was closed for the winter, and nobody knew for how long. " * 20
    answer = real.answer(f"{pasted}\nWhat did he say about the sanctions?", last=real.answer(SAID))
    assert answer.understood == "What did he say about the sanctions?"


def test_a_follow_up_survives_a_reindex_that_takes_its_article_away(real: View) -> None:
    """Nothing that was shown is there any more, and nothing breaks."""
    gone = after("Which events happened?", shown("Boats lie in it."))
    answer = real.answer("when was that?", last=gone)
    assert isinstance(answer, Refusal)
    assert answer.summary
    assert answer.summary.where == "near"


@pytest.mark.parametrize("question", ["and " * 1500, "what about " + "a" * 5000, "more " * 1200, "“" * 6000])
def test_odd_input_is_no_follow_up(question: str) -> None:
    """Nor does it take long."""
    assert followed(question, after(SAID)).question == " ".join(question.split())


def test_a_long_question_before_is_not_added_to() -> None:
    """It could become longer than a question may be; “more” still asks it again."""
    last = after("What did Mattis say about the " + "a" * (MAX_QUESTION - 31) + "?", shown(QUOTE))
    with pytest.raises(FollowUpError):
        followed("and Tillerson?", last)
    assert followed("more", last).question == last.question


@pytest.mark.parametrize("pattern", ["and ", "and what about ", "a ", "what ", ". ", "the the ", "U.S."])
def test_time_is_in_proportion_to_the_length(pattern: str) -> None:
    """Reading a follow-up takes time linear in its length and in that of the question before it."""

    def follow(question: str, before: str) -> None:
        with suppress(FollowUpError):
            followed(question, after(before))

    assert growth(pattern, lambda text: follow(text, SAID), MAX_QUESTION) < 24
    assert growth(pattern, lambda text: follow("and the harbour?", "What is " + text), MAX_QUESTION) < 24
