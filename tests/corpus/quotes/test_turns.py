"""Turns are speech without marks: in transcripts, interviews, minutes and chats, and nowhere else."""

import pytest

from corpus.quotes.direct import Quote, find_quotes
from corpus.readers.files import parse_article
from tests.support.growth import growth

COURT = """IN THE COUNTY COURT OF HOLME

VERA DAHL, having been duly sworn, testified as follows:

BY MR. BRANDT:

Q. Where was the tram on the evening of June 9?

A. It stood in the depot. I had the keys.

THE COURT: Speak up, please.

[laughter]

MR. BRANDT: She has a cold, your honour.

THE COURT: Go on."""
INTERVIEW = """# The last tram

By Nils Brandt

Vera Dahl has driven the tram for thirty years. We met her at the depot.

**Why did you leave the union?**

Nobody listened there. It had become a club.

The board never asked us what we needed, and I said so.

**Will you go back?**

Not before the spring.

*This interview has been edited for length.*

Vera Dahl’s book is out in May."""
LABELLED = """An interview with Vera Dahl, driver of the tram.

**Courier:** Is it lonely?

**Dahl:** Never. The bells are loud enough.

And there is the radio, which I keep on all day.

**Courier:** Would you leave?

**Dahl:** No."""
OFFICE = """Interview with the transport minister, Vera Dahl

Question: Will fares rise?

The minister: Not this year. I have promised it.

Question: And next year?

The minister: We shall see."""
INITIALS = """Vera Dahl (VD) spoke to Tor Keane (TK) about the tram.

TK: Is it lonely?

VD: Never. I have the bells.

TK: Would you leave?

VD: No."""
MINUTES = """Minutes of the parish council, 9 June

Present: Cllr Dahl, Cllr Brandt (chair), Ms Keane

Cllr Dahl: The tower leans and has to be mended before the winter comes.

Cllr Brandt: There is no money left for the tower in the budget of this year.

Ms Keane: The church would pay half of it.

The meeting closed at nine."""


def quotes(text: str, name: str = "article.txt") -> tuple[Quote, ...]:
    """The quotes of an article."""
    return find_quotes(parse_article(name, text.encode()))


def said(text: str, name: str = "article.txt") -> list[tuple[str | None, str]]:
    """Who says what in turn."""
    return [(quote.speaker_name, quote.text) for quote in quotes(text, name) if quote.kind == "turn"]


def test_a_court_s_transcript_has_the_words_of_all() -> None:
    """“A.” is the witness who was sworn, “Q.” whoever examines her, and laughter is no speech."""
    assert said(COURT) == [
        ("BRANDT", "Where was the tram on the evening of June 9?"),
        ("VERA DAHL", "It stood in the depot. I had the keys."),
        ("THE COURT", "Speak up, please."),
        ("BRANDT", "She has a cold, your honour."),
        ("THE COURT", "Go on."),
    ]


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        (
            (
                "The CHAIRMAN. The committee will come to order.\n\nMs. LUND. I have three points.\n\n"
                "The CHAIRMAN. Please go on.\n\nMs. LUND. The pier is old. We must mend it."
            ),
            [("The CHAIRMAN", "The committee will come to order."), ("LUND", "I have three points.")],
        ),
        (
            (
                "Mr Rolf Holm (Ashby West) (Green): When will the Minister open the pier?\n\n"
                "The Minister for Ports (Ida Lund): In May. I have said so before.\n\nMr Rolf Holm: I am not convinced."
            ),
            [("Rolf Holm", "When will the Minister open the pier?"), ("Ida Lund", "In May. I have said so before.")],
        ),
        (
            "Ida Lund, sworn.\n\nDIRECT EXAMINATION BY MS. HALE:\n\nQ    Where were you?\n\nA    At home. I slept.",
            [("HALE", "Where were you?"), ("Ida Lund", "At home. I slept.")],
        ),
        (
            (
                "From: Ida Lund <ida@example.org>\nSubject: the pier\n\nDear Rolf, the pier is shut.\n\n"
                "On Mon, 3 May 2021, Rolf Holm <rolf@example.org> wrote:\n> Is the pier open?"
            ),
            [("Ida Lund", "Dear Rolf, the pier is shut."), ("Rolf Holm", "Is the pier open?")],
        ),
    ],
)
def test_turns_of_hearings_parliaments_and_mails(text: str, turns: list[tuple[str, str]]) -> None:
    """Labels in the forms of hearings, parliaments and depositions, and the header of a mail, tell who speaks."""
    assert said(text)[:2] == turns


def test_who_puts_out_a_statement_says_what_is_quoted_below() -> None:
    """Also somebody without a name."""
    text = "The mayor put out a statement:\n\n> The pier is shut. We are sorry.\n\nNobody answered."
    assert said(text, "article.md") == [("The mayor", "The pier is shut. We are sorry.")]


def test_who_introduces_a_block_quote_has_a_name_without_the_article_and_the_role() -> None:
    """An article before a role and a name is part of neither."""
    (quote,) = quotes("It rained.\n\nThe mayor Ida Lund wrote:\n\n> We are sorry.\n\nNobody answered.", "a.md")
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.speaker.role) == ("Ida Lund", "mayor")


def test_each_examiner_asks_what_follows() -> None:
    """“BY MR. OLM:” alone on a line is nobody's speech, and tells who puts the questions from there on."""
    text = f"{COURT}\n\nCROSS-EXAMINATION\n\nBY MS. OLM:\n\nQ. Who had the other key?\n\nA. My brother had it.\n"
    assert said(text)[-2:] == [("OLM", "Who had the other key?"), ("VERA DAHL", "My brother had it.")]


def test_whoever_has_a_label_is_nobody_else() -> None:
    """The clerk who stands behind a member in the list of those present is somebody else."""
    text = MINUTES.replace("Ms Keane\n", "the clerk\n").replace("Ms Keane:", "The clerk:")
    assert said(text)[-1] == ("The clerk", "The church would pay half of it.")


def test_an_office_with_a_label_is_not_who_has_one_too() -> None:
    """Where the article calls Holm the chair, and both speak under labels, the chair may have changed."""
    text = "The chair, Ada Holm, opened.\n\nCHAIR: We begin.\n\nHOLM: I object.\n\nCHAIR: Noted.\n\nHOLM: No."
    assert [name for name, _ in said(text)] == ["CHAIR", "Ada Holm", "CHAIR", "Ada Holm"]


def test_answers_to_questions_in_bold_are_those_of_the_one_who_was_met() -> None:
    """A paragraph that goes on in the first person is hers; what stands behind the interview is not."""
    assert said(INTERVIEW, "article.md") == [
        ("Vera Dahl", "Nobody listened there. It had become a club."),
        ("Vera Dahl", "The board never asked us what we needed, and I said so."),
        ("Vera Dahl", "Not before the spring."),
    ]


def test_a_turn_has_the_question_that_it_answers() -> None:
    """The question stands beside the answer, and is no quote of whoever answers."""
    first, *_, last = quotes(INTERVIEW, "article.md")
    text = first.document.text
    asked = [quote.question.of(text) if quote.question else None for quote in (first, last)]
    assert asked == ["**Why did you leave the union?**", "**Will you go back?**"]
    assert [quote.question for quote in quotes(MINUTES)] == [None, None, None]


def test_labels_have_the_names_of_the_introduction() -> None:
    """A surname, initials or an office stand for the full name, and a turn goes on in the next paragraph."""
    assert said(LABELLED, "article.md")[1:3] == [
        ("Vera Dahl", "Never. The bells are loud enough."),
        ("Vera Dahl", "And there is the radio, which I keep on all day."),
    ]
    assert {name for name, _ in said(OFFICE)} == {"Vera Dahl"}
    assert [name for name, _ in said(INITIALS)] == ["Tor Keane", "Vera Dahl"] * 2


def test_minutes_have_turns_of_members_who_speak_once() -> None:
    """Titles tell the members of a council; the list of those present is no speech."""
    assert [name for name, _ in said(MINUTES)] == ["Dahl", "Brandt", "Keane"]


@pytest.mark.parametrize(
    "lines",
    [
        ("[10:32] ana: the tram is late", "[10:33] bo: since when?", "[10:33] ana: since the storm"),
        ("<ana> the tram is late", "<bo> since when?", "<ana> since the storm"),
        ("ana (10:32): the tram is late", "bo (10:33): since when?", "ana (10:34): since the storm"),
        (
            "09/06/2024, 10:32 - ana: the tram is late",
            "09/06/2024, 10:33 - bo: since when?",
            "9:04 ana: since the storm",
        ),
    ],
)
def test_a_chat_is_told_by_its_times_or_brackets(lines: tuple[str, ...]) -> None:
    """Names there may be small, and no line needs a full stop."""
    expected = [("ana", "the tram is late"), ("bo", "since when?"), ("ana", "since the storm")]
    assert said("\n".join(lines)) == expected
    assert said("\n\n".join(lines)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The quay is shut.\n\nNote: bring water.\n\nUpdate: it is open. \n\nNote: you should come early.",
        "Plums\n\nIngredients: plums.\n\nMethod: Mix all you have.\n\nFig cake\n\nIngredients: figs.\n\nMethod: Bake.",
        "Anchor: A weight that holds a ship.\n\nBow: The front of a ship.\n\nStern: The back, where you steer.",
        "Questions\n\nQ: How do I buy a ticket?\n\nA: You buy it on board.\n\nQ: Can I stand?\n\nA: Yes.",
        "By Vera Dahl, who answers your questions.\n\nQ: How do I pay?\n\nA: In coins.\n\nQ: Can I stand?\n\nA: Yes.",
        "The Tram, a play by Vera Dahl\n\nCAPTAIN BRANDT: an old man.\n\nMRS. KEANE: his sister.\n\nTOM: the boy.",
        "10:00 Registration: the hall opens.\n10:30 Vera Dahl: The future of trams.\n11:00 Nils Brandt: Their past.",
        "Final\n\nDahl: 12 points.\n\nBrandt: 9 points.\n\nSecond round\n\nDahl: 3 points.\n\nBrandt: 1 point.",
        "Myth: You cannot swim after lunch.\n\nFact: You can.\n\nMyth: The sea is blue.\n\nFact: It is not.",
        "Vera Dahl: 1920-2010. A nurse.\n\nNils Brandt: 1930-2011. A baker.\n\nVera Dahl: born here, as you know.",
        "Vera Dahl: My life on rails.\n\nVera Dahl: How I left.\n\nNils Brandt: The town I love.",
        "Mr Dahl said that the tower leans. Mr Brandt: a man of means.\n\nThe council: what it does for us.",
    ],
)
def test_other_labels_are_nobody_s(text: str) -> None:
    """Notes, recipes, glossaries, frequent questions, casts, programmes, results and headlines are not speech."""
    assert said(text) == []


def test_bold_questions_of_readers_are_nobody_s_interview() -> None:
    """Help pages have questions in bold too, and nobody is introduced who would answer."""
    text = "# Help\n\n**How do I pay?**\n\nYou pay on board.\n\n**Can I stand?**\n\nYes, you can."
    assert said(text, "article.md") == []


def test_somebody_else_s_speech_inside_a_turn_is_not_the_turn_s() -> None:
    """The sentence that holds it is left out of the turn; words in marks that are no speech stay in it."""
    text = LABELLED.replace("No.", "No. “Never leave,” my mother used to say. They call it the “long line” anyway.")
    assert [words for _, words in said(text, "article.md")][-2:] == ["No.", "They call it the “long line” anyway."]


def test_turns_between_marks_have_the_speaker_of_their_label() -> None:
    """They stay quotes with marks."""
    text = LABELLED.replace("No.", "“No, I would not.”")
    last = quotes(text, "article.md")[-1]
    assert (last.kind, last.text, last.speaker_name) == ("direct", "“No, I would not.”", "Vera Dahl")


def test_a_long_turn_is_several_quotes_of_whole_sentences() -> None:
    """Together they are the whole turn."""
    speech = " ".join(f"I said it {number} times, and nobody in the room wrote it down." for number in range(20))
    pieces = [
        words for name, words in said(MINUTES.replace("The church would pay half of it.", speech)) if name == "Keane"
    ]
    assert len(pieces) > 2
    assert " ".join(pieces) == speech


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "a.md",
            "# Letters\n\n> The quay is a shame, and all know it.\n>\n> — Uma Berg, mayor of Holme\n\nIt replied.",
            [("Uma Berg", "The quay is a shame, and all know it.")],
        ),
        ("a.md", "Hm.\n\n> We paid for it.\n> – Tor Dahl\n\nSo it was.", [("Tor Dahl", "We paid for it.")]),
        ("a.md", "Hm.\n\n> We paid for it.\n\n— Tor Dahl\n\nSo it was.", [("Tor Dahl", "We paid for it.")]),
        ("a.md", "As Uma Berg put it in 1910:\n\n> Quays are debts.", [("Uma Berg", "Quays are debts.")]),
        (
            "a.txt",
            "On Mon, 3 June 2019 at 10:32, Uma Berg <uma@x.org> wrote:\n> We need the boat.\n> It leaks.\n\nI know.",
            [("Uma Berg", "We need the boat."), ("Uma Berg", "It leaks.")],
        ),
        (
            "a.txt",
            "The sea takes all.\n— Uma Berg\n\nIt is old.\n\nIt sinks.",
            [("Uma Berg", "The sea takes all.")],
        ),
        ("a.md", "> Nobody tells whose this is.\n\nIt is a law.", []),
        ("a.txt", "The council meets.\n\nIt was late.\n\n— Uma Berg", []),
        ("a.txt", "The council meets.\n— staff report\n\nIt was late.\n\nIt ended.", []),
    ],
)
def test_block_quotes_are_of_whoever_signs_or_is_said_to_write_them(
    name: str, text: str, expected: list[tuple[str, str]]
) -> None:
    """Without a name they are nobody's; who signs an article at its end signs the article."""
    assert said(text, name) == expected


def test_a_signed_block_quote_between_marks_is_of_who_signs_it() -> None:
    """It has the role of the signature."""
    (quote,) = quotes("> “We paid for it.”\n> – Tor Dahl, clerk\n\nSo it was.", "a.md")
    assert (quote.kind, quote.text) == ("direct", "“We paid for it.”")
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.speaker.role) == ("Tor Dahl", "clerk")


@pytest.mark.parametrize(
    "pattern",
    [
        "A: no\n\n",
        "Dahl: I do.\n\nBrandt: You do.\n\n",
        "[10:32] ana: (laughs) [so] ",
        "Dahl (",
        "**Who?**\n\n",
        "- ",
        "<a> ",
        "> a\n",
        "> a\n\n— B C\n\n",
    ],
)
def test_time_is_linear(pattern: str) -> None:
    """Twice the text takes about twice the time, also where it is hostile."""
    assert growth(pattern, quotes) < 24
