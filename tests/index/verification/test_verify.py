"""Claims held against articles."""

import tracemalloc
from pathlib import Path

import pytest

from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.people.people import gather_people
from index.service.errors import EmptyCorpusError
from index.service.protocols import View
from index.verification.claims import Claim, ClaimError
from index.verification.paraphrase import SOURCES, find_source, nearest
from index.verification.verify import MAX_CLAIM, Finding, Verdict, verify
from tests.index.retrieval.test_search import generation_of
from tests.support.fake_encoder import FakeEncoder
from tests.support.kept_service import KeptService

FIRST = """“We will rebuild the long-range harbour,” said Ann Jones, the mayor, “and we will not ask for money.”

The work costs $1,000 a day. It may take two years. “Nobody asked the fishermen,” said Bob Smith.

“The tide was never so high.

“It took the bridge, the bakery and the bells,” said Ann Jones. Jones called the storm “a wall of grey water” and left.

The pier is closed.

“Please keep off the wet stones.”

Image: The bridge on the morning after the great storm"""
SECOND = "A reprint. “We will rebuild the long-range harbour,” Mayor Ann Jones said in March.\n\nThe end came soon."
INTERVIEW = "ASKER: Why here?\n\nLEE: Because the rent is low and the roof is dry.\n\nLEE: Yes.\n\nLEE: No."


@pytest.fixture(scope="module")
def three() -> Generation:
    return generation_of(FIRST, SECOND, INTERVIEW)


def judge(generation: Generation, words: str, speaker: str | None = None) -> Verdict:
    return verify(generation, Claim(words, speaker), FakeEncoder(), gather_people(generation))


@pytest.mark.parametrize(
    ("words", "speaker", "confirmed"),
    [
        ("We part as friends", "Jon Hale", True),
        ("We part as friends", "Mia Frost", True),
        ("We part as friends", "Frost and Hale", True),
        ("We part as friends", "Omar Diaz", False),
        ("I leave at noon", "Jon Hale", False),
    ],
)
def test_words_of_two_are_each_one_s(words: str, speaker: str, confirmed: bool) -> None:
    """Either name is right, and both together; what one of them says alone is not the other's."""
    generation = generation_of(
        "“We part as friends,” said Mia Frost and Jon Hale.", "“I leave at noon,” said Mia Frost."
    )
    assert judge(generation, words, speaker).confirmed is confirmed


@pytest.mark.parametrize(
    ("words", "speaker", "excerpt"),
    [
        ("we will rebuild the long range HARBOUR", "Jones", "“We will rebuild the long-range harbour,”"),
        ("“Nobody asked the fishermen.”", "Bob Smith", "“Nobody asked the fishermen,”"),
        ("a wall of grey water", "Jones", "Jones called the storm “a wall of grey water” and left."),
        ("the rent is low and the roof is dry", "Lee", "Because the rent is low and the roof is dry."),
    ],
)
def test_the_same_words_are_exact(three: Generation, words: str, speaker: str, excerpt: str) -> None:
    """The same words in order in one quote are exact; it is excerpt whole, and its speaker confirmed."""
    verdict = judge(three, words, speaker)
    assert (verdict.finding, verdict.confirmed, verdict.changes) == (Finding.EXACT, True, ())
    assert verdict.excerpts[0].text == excerpt


def test_a_long_speech_is_not_kept_after_a_claim() -> None:
    """The words of passages are kept for the next claim; those of a speech of half an hour would fill the memory."""
    speeches = [" ".join(f"{name}{number} is gone" for number in range(2_000)) for name in ("boat", "ferry", "barge")]
    generation = generation_of("\n\n".join(["ANN: It is late now.", *(f"BOB: {speech}." for speech in speeches)]))
    assert judge(generation, "it is late now").finding is Finding.EXACT  # what every claim needs is there now
    tracemalloc.start()
    try:
        for name in ("ferry", "barge"):
            assert judge(generation, f"{name}7 is gone {name}8 is gone").finding is Finding.EXACT
        assert tracemalloc.get_traced_memory()[0] < 500_000
    finally:
        tracemalloc.stop()


def test_a_quote_in_two_pieces_is_one(three: Generation) -> None:
    """“We came,” she said, “and we saw.” So is one that is opened again in the next paragraph."""
    verdict = judge(three, "We will rebuild the long-range harbour and we will not ask for money", "Ann Jones")
    assert (verdict.finding, verdict.confirmed) == (Finding.EXACT, True)
    assert verdict.excerpts[0].text.startswith("“We will rebuild")
    assert verdict.excerpts[0].text.endswith("ask for money.”")
    assert judge(three, "never so high. It took the bridge", "Jones").finding is Finding.EXACT


def test_every_source_is_shown(three: Generation) -> None:
    """The same words in two articles have two sources."""
    verdict = judge(three, "We will rebuild the long-range harbour")
    assert len({excerpt.document for excerpt in verdict.excerpts}) == 2
    assert verdict.confirmed is None


def test_words_of_the_article_quote_nobody(three: Generation) -> None:
    """The article's own words are real, but not those of a speaker."""
    assert judge(three, "The work costs $1000 a day").excerpts[0].kind == "narration"
    assert judge(three, "The work costs $1000 a day").finding is Finding.EXACT
    assert judge(three, "The work costs $1000 a day", "Ann Jones").finding is Finding.WRONG_SPEAKER
    assert judge(three, "the morning after the great storm").excerpts[0].kind == "caption"


def test_words_of_somebody_else_have_the_wrong_speaker(three: Generation) -> None:
    """The one who did say the words is shown, also where nobody of the claimed name is known."""
    for speaker in ("Bob Smith", "Zoe Nobody"):
        verdict = judge(three, "We will rebuild the long-range harbour", speaker)
        assert (verdict.finding, verdict.confirmed) == (Finding.WRONG_SPEAKER, False)
        assert verdict.excerpts[0].speaker
        assert verdict.excerpts[0].speaker.name == "Ann Jones"


def test_a_surname_that_several_share_neither_confirms_nor_denies() -> None:
    """The article does not tell which Lund spoke; somebody of another name it denies."""
    article = "Ann Lund and Rolf Lund met the board.\n\n“The ferry will sail at dawn,” Lund said."
    generation = generation_of(article)
    for speaker, confirmed in (("Rolf Lund", None), ("Lund", True), ("Bob Smith", False)):
        assert judge(generation, "The ferry will sail at dawn", speaker).confirmed is confirmed


def test_a_name_that_is_nearly_right_is_not_denied() -> None:
    """A slip in a name is no other person; a name that is somebody else's is."""
    generation = generation_of(
        "“The ferry will sail at dawn,” said Ina Falk. “I doubt it,” said Ina Falck, the pilot.",
        "“The pier is closed to everybody,” said Jonas Mattis.",
    )
    for speaker, confirmed in (("Jonas Mettis", None), ("Jonas Mattis", True), ("Bob Lund", False)):
        assert judge(generation, "The pier is closed to everybody", speaker).confirmed is confirmed
    assert judge(generation, "The ferry will sail at dawn", "Ina Falck").confirmed is False


def test_a_speaker_who_is_not_sure_is_neither_confirmed_nor_denied() -> None:
    """Whose words they are decides the finding, and nothing is said for certain."""
    generation = generation_of("Ada Berg came home. “The ferry will sail at dawn,” she said.")
    for speaker, finding in (("Ada Berg", Finding.EXACT), ("Bob Smith", Finding.WRONG_SPEAKER)):
        verdict = judge(generation, "The ferry will sail at dawn", speaker)
        assert (verdict.finding, verdict.confirmed) == (finding, None)
        assert verdict.excerpts[0].speaker is not None
        assert not verdict.excerpts[0].speaker.is_sure


def test_a_speaker_whom_the_article_does_not_name_cannot_be_confirmed(three: Generation) -> None:
    """The words are real all the same."""
    verdict = judge(three, "Please keep off the wet stones", "Ann Jones")
    assert (verdict.finding, verdict.confirmed) == (Finding.EXACT, None)


def test_an_ellipsis_owns_up_to_what_it_leaves_out(three: Generation) -> None:
    """An ellipsis within one quote shows what it leaves out; between two quotes it hides that they are two."""
    verdict = judge(three, "It took the bridge … and the bells", "Jones")
    assert verdict.finding is Finding.EXACT
    assert [(change.kind, change.real) for change in verdict.changes][1] == ("elided", "the bakery")
    assert judge(three, "It took the bridge … a wall of grey water").finding is Finding.SPLICED


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("We will rebuild the old harbour", [("replaced", "old", "long-range")]),
        ("We will not rebuild the long-range harbour", [("added", "not", "")]),
        ("we will ask for money", [("left out", "", "not")]),
        ("The work costs €1,000 a day", [("replaced", "€", "$")]),
        ("The work costs $10,000 a day", [("replaced", "10,000", "1,000")]),
        ("It took the bridge and the bells", [("left out", "", "the bakery")]),
        ("We will rebuild the [old] long-range harbour", [("added", "[old]", "")]),
    ],
)
def test_another_word_is_altered(three: Generation, words: str, changes: list[tuple[str, str, str]]) -> None:
    """What differs is marked in the whole claim, aligned with the real words."""
    verdict = judge(three, words)
    assert verdict.finding is Finding.ALTERED
    different = [(change.kind, change.claimed, change.real) for change in verdict.changes if change.kind != "same"]
    assert different == changes
    text = verdict.excerpts[0].text
    assert all(change.real in text for change in verdict.changes)


def test_altered_words_of_somebody_else_are_told_to_be_so(three: Generation) -> None:
    """Both the words and the name are wrong."""
    verdict = judge(three, "We will rebuild the old harbour", "Bob Smith")
    assert (verdict.finding, verdict.confirmed) == (Finding.ALTERED, False)


def test_two_pieces_put_together_are_spliced(three: Generation) -> None:
    """Both pieces are shown, in the claim's order."""
    verdict = judge(three, "It took the bridge, the bakery and we will rebuild the long-range harbour", "Jones")
    assert verdict.finding is Finding.SPLICED
    assert [excerpt.text[:8] for excerpt in verdict.excerpts] == ["“It took", "“We will"]


LEASE = """“The landlord is not permitted to end this lease during the fixed term,” said Judge Rhea Stone. “The tenant
may leave at any time. Nobody may ask why. The deposit stays.”

“We will build the pier, if the council agrees, in the summer,” said Ina Falk. “We doubt that it will rain.”

“The mayor told me ‘we will never sell the quay’,” said Ann Rowe. “I said ‘we are done with it now’ and left.”

“Bob Smith said ‘I will not go there again’ and Ada Lund replied ‘then you may stay’,” Tom Orr said.

“She said ‘Always sell the boat early’,” said Ivo Kern. “I would never say ‘close the mills at once’.”

It is not true that Max Hurd said “I hate dogs and cats.\""""


@pytest.fixture(scope="module")
def lease() -> Generation:
    return generation_of(LEASE.replace("\nmay", " may"))


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("The landlord is ... permitted to end this lease", "Stone"),
        ("The landlord is […] permitted to end this lease", "Stone"),
        ("We will build the pier . . . in the summer", "Falk"),
        ("We … will rain", "Falk"),
    ],
)
def test_an_ellipsis_that_changes_the_meaning_alters(lease: Generation, words: str, speaker: str) -> None:
    """A denial, a condition or a doubt that is left out of a sentence is shown."""
    verdict = judge(lease, words, speaker)
    assert verdict.finding is Finding.ALTERED
    assert {change.kind for change in verdict.changes} == {"same", "elided"}


def test_an_ellipsis_may_leave_out_whole_sentences_and_asides(lease: Generation) -> None:
    """A denial in a sentence of its own changes no other one."""
    for words in ("The tenant may leave … The deposit stays.", "The tenant may leave at any time … The deposit stays."):
        assert judge(lease, words, "Stone").finding is Finding.EXACT


@pytest.mark.parametrize(
    "words",
    [
        "The deposit stays. ... The tenant may leave at any time",
        "The deposit stays. The tenant may leave at any time.",
    ],
)
def test_another_order_is_spliced(lease: Generation, words: str) -> None:
    """The quote that has the pieces is shown once."""
    verdict = judge(lease, words, "Stone")
    assert (verdict.finding, len(verdict.excerpts)) == (Finding.SPLICED, 1)


@pytest.mark.parametrize(
    ("words", "speaker", "finding", "confirmed"),
    [
        ("we will never sell the quay", "the mayor", Finding.EXACT, True),
        ("we will never sell the quay", "Ann Rowe", Finding.WRONG_SPEAKER, False),
        ("we will never sell the quay", "Bob Reed", Finding.EXACT, None),
        ("we will never sell the quay", None, Finding.EXACT, None),
        ("The mayor told me we will never sell the quay", "Ann Rowe", Finding.EXACT, True),
        ("we are done with it now", "Ann Rowe", Finding.EXACT, True),
        ("I will not go there again", "Bob Smith", Finding.EXACT, True),
        ("I will not go there again", "Tom Orr", Finding.WRONG_SPEAKER, False),
        ("I will not go there again", "Ada Lund", Finding.WRONG_SPEAKER, False),
        ("Always sell the boat early", "Ivo Kern", Finding.WRONG_SPEAKER, None),
    ],
)
def test_words_inside_a_quote_are_whose_they_are_there(
    lease: Generation, words: str, speaker: str | None, finding: Finding, confirmed: bool | None
) -> None:
    """They are the inner speaker's, and the one who quotes is told."""
    verdict = judge(lease, words, speaker)
    assert (verdict.finding, verdict.confirmed) == (finding, confirmed)


def test_an_ellipsis_does_not_join_two_who_are_quoted(lease: Generation) -> None:
    """A change of the inner speaker is as good as one of the outer."""
    assert judge(lease, "I will not go there … then you may stay", "Bob Smith").finding is Finding.SPLICED


@pytest.mark.parametrize(
    ("words", "speaker"), [("I hate dogs and cats", "Max Hurd"), ("close the mills at once", "Ivo Kern")]
)
def test_what_was_denied_is_unsaid(lease: Generation, words: str, speaker: str) -> None:
    """Words that the article denies are never confirmed."""
    for claimed in (speaker, None):
        verdict = judge(lease, words, claimed)
        assert (verdict.finding, verdict.confirmed) == (Finding.UNSAID, None)


SIGNS = (
    "“The [new plan](https://example.org/a_(b)) costs £1.2bn[3] &amp; 5 per cent at 5.30pm,” said Ana Ruiz. "
    "“We *tried* **every**thing; it&rsquo;s over for 20 000 people. The town paid $5m by 10:30 a.m.”"
)


@pytest.mark.parametrize(
    "words",
    [
        "The new plan costs £1.2 billion and 5% at 5:30 p.m.",
        "We tried everything; it’s over for 20,000 people.",
        "The town paid $5 million by 10.30am",
    ],
)
def test_ways_of_writing_are_forgiven(words: str) -> None:
    """Numbers, times, links, entities and footnotes make no other words."""
    verdict = judge(generation_of(SIGNS), words, "Ana Ruiz")
    assert (verdict.finding, verdict.confirmed) == (Finding.EXACT, True)


def test_an_article_of_another_language_confirms_words_and_nobody() -> None:
    """Who speaks is not understood there, so that nobody is denied either."""
    generation = generation_of(
        "Der Bürgermeister sagte am Montag, die Lage sei ernst. „Wir müssen jetzt handeln“, sagte Friedrich Lang. Die "
        "Opposition lehnt den Plan für die neue Brücke ab."
    )
    for words in ("Wir müssen jetzt handeln", "Die Opposition lehnt den Plan für die neue Brücke ab"):
        verdict = judge(generation, words, "Friedrich Lang")
        assert (verdict.finding, verdict.confirmed) == (Finding.EXACT, None)


@pytest.mark.parametrize("words", ["", "…", "we will", "“No.”", "... we will ..."])
def test_so_few_words_may_be_anybody_s(three: Generation, words: str) -> None:
    """A claim of too few words is not looked for."""
    assert judge(three, words).finding is Finding.TOO_SHORT


def test_a_claim_that_is_too_long_is_refused(three: Generation) -> None:
    """A claim that is too long is refused at once, with the limit."""
    with pytest.raises(ClaimError, match="the limit is 4,000"):
        judge(three, "x" * (MAX_CLAIM + 1))


@pytest.mark.parametrize("part", ["we ", "… we ", "[", "a.b.", "1,", "the … ", "\u0301", "“", "not "])
def test_hostile_claims_do_no_harm(three: Generation, part: str) -> None:
    """No hostile claim is called real."""
    assert judge(three, part * (MAX_CLAIM // len(part))).finding is not Finding.EXACT


def test_what_nobody_said_is_not_found(real: View) -> None:
    """The nearest real words are shown, three at most."""
    verdict = real.verify(Claim("The museum will open its new wing on Sunday", "Ann Jones"))
    assert verdict.finding is Finding.NOT_FOUND
    assert 1 <= len(verdict.excerpts) <= 3


def test_other_words_of_the_same_meaning_are_a_paraphrase(real: View) -> None:
    """A paraphrase is never called exact or altered, and the contrary is no paraphrase."""
    verdict = real.verify(Claim("Those sanctions are the toughest ever put on Pyongyang", "Mattis"))
    assert (verdict.finding, verdict.confirmed) == (Finding.PARAPHRASE, True)
    assert verdict.excerpts[0].text == "“These are the most severe sanctions yet laid on North Korea,”"
    assert real.verify(Claim("Those sanctions are not the toughest ever put on Pyongyang")).finding is Finding.NOT_FOUND


def test_sentences_that_a_message_repeats_come_in_the_order_of_the_search() -> None:
    """All of them are as near as can be, and no rounding decides which is the first."""
    text = (
        "Bob came by the ferry. Ann went to the harbour. Eve slept in the mill. The dog barked. Rain fell on the quay."
    )
    generation, encoder = generation_of(text), FakeEncoder()
    assert find_source(generation, text, encoder) == nearest(generation, text, encoder)[:SOURCES]


def test_a_message_leads_to_what_it_speaks_of(real: View) -> None:
    """A message leads to its source, and one about nothing in the articles leads to nothing."""
    assert "sanctions" in real.find_source("Did you read that those are the harshest sanctions on North Korea?")[0].text
    assert real.find_source("My cat wakes me at five every morning.") == ()
    assert real.find_source("…") == ()
    with pytest.raises(ClaimError):
        real.find_source("word " * 10_000)


def test_nothing_is_judged_by_nothing(tmp_path: Path, encoder: Encoder) -> None:
    """Where nothing is indexed, the verdict says so."""
    empty = KeptService(tmp_path, encoder).views.view(["shared"])
    with pytest.raises(EmptyCorpusError):
        empty.verify(Claim("We will rebuild the harbour"))
    with pytest.raises(EmptyCorpusError):
        empty.find_source("We will rebuild the harbour")
