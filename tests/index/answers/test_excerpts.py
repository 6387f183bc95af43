"""From hits to what may be shown of them."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.quotes.excerpt import checked_text
from corpus.readers.files import parse_article
from index.answers.answer import choose
from index.answers.excerpts import Candidate, Judged, distinct, show
from index.engine.generation import Generation
from index.query.query import parse
from index.retrieval.search import Hit
from tests.support.fake_encoder import FakeEncoder
from tests.support.generations import build

QUERY = parse("What happened?")
WIRE = "“The harbour will never be what it was,” said Ann Jones on Monday. Nobody was hurt."


def generation_of(*texts: str) -> Generation:
    documents = [parse_article(f"{number}.txt", text.encode()) for number, text in enumerate(texts)]
    return build(documents, FakeEncoder().embed)


def hits(generation: Generation) -> list[Hit]:
    """Every sentence, in order."""
    return [Hit(number, each, -float(number), False, False, 0, {}) for number, each in enumerate(generation.sentences)]


def shown(text: str, beginning: str, question: str = "What happened?") -> tuple[str, str, str | None]:
    """Words, kind and speaker of the excerpt of the sentence that begins so."""
    generation = generation_of(text)
    (hit,) = (hit for hit in hits(generation) if generation.sentence_text(hit.number).startswith(beginning))
    excerpt = show(generation, parse(question), hit)
    return checked_text(excerpt), excerpt.kind, excerpt.speaker.name if excerpt.speaker else None


def candidates(*texts: str) -> tuple[Candidate, ...]:
    generation = generation_of(*texts)
    return distinct(generation, QUERY, hits(generation))


def chosen(found: Sequence[Candidate], chances: Sequence[float]) -> list[str]:
    judged = map(Judged, found, chances)
    return [candidate.excerpt.text for candidate, _ in choose(list(judged))]


# One ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentence", ["He also warned of war.", "But this is not all.", "In June, it grew."])
def test_a_sentence_that_leans_brings_what_it_leans_on(sentence: str) -> None:
    """And no more than that."""
    text = f"It rained. Ann saw Bob in the harbour. {sentence} It was late."
    assert shown(text, sentence)[0] == f"Ann saw Bob in the harbour. {sentence}"


@pytest.mark.parametrize("question", ["What happened?", "Where did Ann Jones speak?"])
def test_a_turn_is_shown_without_its_label(question: str) -> None:
    """It has the name of its speaker and no marks, also where the label is longer or a place is asked for."""
    text = "BOB LEE: Is it late?\n\nANN JONES: No.\n\nBOB LEE: Shall we go?\n\nANN JONES: I will. You stay here."
    assert shown(text, "ANN JONES: No", question) == ("No.", "turn", "ANN JONES")
    assert shown(text, "ANN JONES: I", question) == ("I will. You stay here.", "turn", "ANN JONES")


def test_what_leans_goes_back_to_the_one_that_does_not() -> None:
    """Sentence by sentence."""
    text = "Bob is there. He came. He saw. He won."
    assert shown(text, "He won")[0] == text


@pytest.mark.parametrize(
    ("text", "sentence", "excerpt"),
    [
        ("Bob came. It rained.\n\nHe won. Nobody saw it.", "He won", "Bob came. It rained.\n\nHe won."),
        ("Bob sold the mill.\n\nThis made him rich.", "This", "Bob sold the mill.\n\nThis made him rich."),
        ("Bob Lund came.\n\n“We won at last,” he said.", "“We won", "“We won at last,”"),
        ("Bob Lund came.\n\nHe told the town he was glad of it.", "He told", "He told the town he was glad of it."),
        ("Bob Lund came.\n\nHe said so in the rain.", "He said so", "Bob Lund came.\n\nHe said so in the rain."),
        ("As an old sign has it:\n\nRoads are long.", "Roads", "As an old sign has it:\n\nRoads are long."),
    ],
)
def test_what_opens_a_paragraph_may_lean_on_the_one_before(text: str, sentence: str, excerpt: str) -> None:
    """On its last sentence; not where who “he” is stands beside the excerpt."""
    assert shown(text, sentence)[0] == excerpt


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("(CNN) -- The ferry sank on Monday.", "The ferry sank on Monday."),
        ("Reuters - The ferry sank.", "The ferry sank."),
        ("BERGEN, Norway (AP) — The ferry sank.", "BERGEN, Norway (AP) — The ferry sank."),
        ("- The ferry sank.", "The ferry sank."),
        ("• The ferry sank.", "The ferry sank."),
        ("3) The ferry sank.", "The ferry sank."),
        ("** The ferry sank.", "The ferry sank."),
        ("**BERGEN (Norwire)** — The ferry sank.", "The ferry sank."),
        ("__HOLME, June 3__ -- The ferry sank.", "The ferry sank."),
        ("**Sailors** – and they know – were afraid.", "**Sailors** – and they know – were afraid."),
        ("1987 was a bad year.", "1987 was a bad year."),
        ("3) is the sum of both.", "3) is the sum of both."),
        ("-40 degrees froze it.", "-40 degrees froze it."),
    ],
)
def test_an_excerpt_does_not_begin_with_furniture(text: str, excerpt: str) -> None:
    """An agency or the mark of a list tells nothing; where a report is from does."""
    assert shown(text, text[:3])[0] == excerpt


def test_no_more_is_brought_than_a_passage_holds() -> None:
    """A sentence as long as that explains nothing."""
    assert shown("Bob " + "and Bob " * 200 + "came. He won.", "He won")[0] == "He won."


def test_a_sentence_that_brings_a_quote_is_mixed() -> None:
    """Whose words it holds is said where they are one person's."""
    text = "“We came as soon as we could,” said Ann Jones. She left at noon."
    assert shown(text, "She left") == (text, "mixed", "Ann Jones")
    two = "“We came,” said Ann Jones, and Bob Smith said, “We did not come at all.” They left at noon."
    assert shown(two, "They left") == (two, "mixed", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bob Smith said the town would wait.", ("reported", "Smith")),
        ("The town would wait, Bob Smith said.", ("reported", "Smith")),
        ("Bob Smith came. He said the town would wait.", ("reported", "Smith")),
        (
            "After a long day full of talks, walks and letters in many towns, Bob Smith said it rained.",
            ("narration", None),
        ),
        ("Bob Smith said it rained and Ann Jones said it would snow.", ("narration", None)),
        ("Bob Smith said the town would wait, but “not long.”", ("mixed", "Smith")),
        ("Nobody waited for the town.", ("narration", None)),
    ],
)
def test_a_sentence_that_mostly_reports_is_of_its_source(text: str, expected: tuple[str, str | None]) -> None:
    """If all it reports is of one; where it quotes too, it quotes."""
    _, kind, name = shown(text, text.split(". ")[-1])
    assert (kind, name and name.split()[-1]) == expected


def test_a_quote_that_is_opened_again_is_shown_whole() -> None:
    """Whichever of its sentences was found."""
    text = "“It is late,” Ann Jones said. “We came as early as we could. “We saw it all,” she said. Then they left."
    whole = "“We came as early as we could. “We saw it all,”"
    for beginning in ("“We came", "“We saw"):
        assert shown(text, beginning) == (whole, "direct", "Ann Jones")
    assert shown(text, "“We came", "Who came?") == (f"{whole} she said.", "mixed", "Ann Jones")


def test_whoever_opens_a_quote_again_said_its_first_half() -> None:
    """Both are shown."""
    whole = "“We all came late. “Nobody waited,”"
    assert shown(f"{whole} said Ann Jones.", "“Nobody") == (whole, "direct", "Ann Jones")


def test_a_quote_that_is_closed_stands_alone() -> None:
    """However it opens: who says it stands beside it."""
    text = "It rained. “This is the end of it all,” said Ann Jones."
    assert shown(text, "“This") == ("“This is the end of it all,”", "direct", "Ann Jones")


def test_a_caption_is_shown_as_it_is() -> None:
    """It leans on nothing."""
    assert shown("Bob came.\n\nImage: He waves from the harbour", "Image")[:2] == (
        "Image: He waves from the harbour",
        "caption",
    )


# Several --------------------------------------------------------------------------------------------------------------


def test_what_was_shown_above_is_not_brought_again() -> None:
    """The reader has just read it."""
    found = candidates("Bob came to the harbour. He won.")
    assert [each.excerpt.text for each in found] == ["Bob came to the harbour.", "He won."]


def test_the_same_words_in_another_article_are_its_twin() -> None:
    """Shown once; marks, case and what stands around them make no difference."""
    found = candidates(WIRE, "Late news.\n\n" + WIRE.replace("“", '"').replace("”", '"'), WIRE.upper())
    quote, other, *_ = found
    assert [each.document.name for each in (quote.excerpt, *quote.twins)][:2] == ["0.txt", "1.txt"]
    assert other.excerpt.text == "Nobody was hurt."
    assert [each.document.name for each in other.twins] == ["1.txt", "2.txt"]


@pytest.mark.parametrize(
    "other",
    [
        "The old bridge over the harbour was closed on Monday by the port, it said.",
        "Bridge over the harbour was closed on Monday by the port.",
    ],
)
def test_what_says_nearly_the_same_is_left_out(other: str) -> None:
    """One within the other, or most of its words."""
    (one,) = candidates("The old bridge over the harbour was closed on Monday by the port.", other)
    assert one.twins == ()


@pytest.mark.parametrize(
    "other",
    [
        "The old bridge over the harbour was not closed on Monday by the port.",
        "The old bridge over the harbour was closed on 4 Monday by the port.",
        "The bridge.",
        "A ship sank off the cape.",
    ],
)
def test_what_says_something_else_is_shown_too(other: str) -> None:
    """A number or a denial is as much as a whole sentence; a short phrase stands anywhere."""
    assert len(candidates("The old bridge over the harbour was closed on Monday by the port.", other)) == 2


def test_the_same_words_of_two_people_are_two_quotes() -> None:
    """Neither is given to the other."""
    found = candidates(
        "“We will rebuild the harbour,” said Ann Jones.", "“We will rebuild the harbour,” said Bob Smith."
    )
    assert [each.excerpt.speaker.name for each in found if each.excerpt.speaker] == ["Ann Jones", "Bob Smith"]


def test_another_article_comes_before_a_second_excerpt_of_the_first() -> None:
    """Where it is about as sure; what is much less sure is not shown."""
    found = candidates("Bob came. Ann went. Eve slept.", "A ship sank off the cape.")
    assert chosen(found, [0.9, 0.5, 0.4, 0.4]) == ["Bob came.", "A ship sank off the cape.", "Ann went."]
    assert chosen(found, [0.9, 0.5, 0.1, 0.3]) == ["Bob came.", "Ann went.", "A ship sank off the cape."]
    assert chosen(found, [0.9, 0.1, 0.2, 0.1]) == ["Bob came."]


def test_beside_words_of_the_asked_speaker_stand_no_others() -> None:
    """However sure they are to be about the same."""
    found = candidates("Bob came. Ann went. Eve slept.")
    said = [replace(each, hit=replace(each.hit, by_speaker=place != 1)) for place, each in enumerate(found)]
    assert chosen(said, [0.9, 0.9, 0.4]) == ["Bob came.", "Eve slept."]


def test_nothing_found_is_nothing_shown() -> None:
    """And no error."""
    assert distinct(generation_of("Bob came."), QUERY, []) == ()
