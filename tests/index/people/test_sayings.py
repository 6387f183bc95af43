"""What a person says, all of it or about a topic."""

from pathlib import Path

import pytest

from corpus.quotes.citation import cite
from corpus.quotes.direct import Quote
from corpus.readers.files import parse_article
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.span import Span
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.people.people import Person, gather_people
from index.people.sayings import PersonError, Saying, find_person, list_people, list_sayings
from index.query.query import QuestionError
from index.service.protocols import View
from tests.support.fake_encoder import FakeEncoder
from tests.support.generations import build
from tests.support.kept_service import indexed_article

HARBOUR = """---
published: 2024-03-08
---
Ann Jones, the mayor, called the plan “a folly” on Monday. “We will rebuild the harbour,” she said.

“We came,” Ann Jones said, “and we saw.” Bob Roy said: “No.”

Ann Jones said: “First it rained. “Then it snowed.”

Nobody was hurt. It was “a wonder,” Ann Jones said."""
WIRE = "---\npublished: 2024-03-07\n---\n“We will rebuild the harbour,” said Ann Jones."
OLD = "---\npublished: 2020-01-01\n---\nAnn Jones said: “I promise you a harbour.”"


def generation_of(*texts: str) -> Generation:
    documents = [parse_article(f"{number}.txt", text.encode()) for number, text in enumerate(texts)]
    return build(documents, FakeEncoder().embed)


def said_by(name: str, *texts: str) -> tuple[Saying, ...]:
    """What somebody says in articles."""
    generation = generation_of(*texts)
    return list_sayings(generation, find_person(gather_people(generation), name).quotes)


def test_a_saying_stands_alone() -> None:
    """Direct speech without its sentence; the whole sentence around pieces, with the one that it leans on."""
    shown = [(each.excerpt.text, each.excerpt.kind) for each in said_by("Ann Jones", HARBOUR)]
    assert shown == [
        ("Ann Jones, the mayor, called the plan “a folly” on Monday.", "mixed"),
        ("“We will rebuild the harbour,”", "direct"),
        ("“We came,” Ann Jones said, “and we saw.”", "mixed"),
        ("“First it rained. “Then it snowed.”", "direct"),
        ("Nobody was hurt. It was “a wonder,” Ann Jones said.", "mixed"),
    ]


def test_words_of_two_are_shown_with_both_names() -> None:
    """Whoever of them is asked for; the words of one alone are not the other's."""
    texts = ("“We part as friends,” said Mia Frost and Jon Hale.", "“I leave,” said Mia Frost.")
    for name, count in (("Jon Hale", 1), ("Mia Frost", 2)):
        sayings = said_by(name, *texts)
        assert len(sayings) == count
        assert sayings[0].excerpt.speaker
        assert sayings[0].excerpt.speaker.name == "Mia Frost and Jon Hale"


def test_every_saying_has_its_speaker() -> None:
    """Also where a sentence has the words of two."""
    text = "Ann Jones called it “a folly,” and Bob Roy said it was “a wonder.”"
    for name in ("Ann Jones", "Bob Roy"):
        for saying in said_by(name, HARBOUR, text):
            assert saying.excerpt.speaker
            assert saying.excerpt.speaker.name == name


def test_sayings_stand_by_date_and_the_same_words_once() -> None:
    """With the other articles that have them."""
    sayings = said_by("Ann Jones", HARBOUR, WIRE, OLD)
    assert [each.excerpt.text for each in sayings][:2] == [
        "“I promise you a harbour.”",
        "“We will rebuild the harbour,”",
    ]
    assert [[twin.document.name for twin in each.twins] for each in sayings][:2] == [[], ["0.txt"]]
    assert len(sayings) == 6


def test_what_is_shown_whole_is_not_shown_in_part() -> None:
    """Where a sentence brings the one before it."""
    text = "Ann Jones called it “a folly.” It was also “a great waste,” she said."
    (saying,) = said_by("Ann Jones", text)
    assert saying.excerpt.text == text


def test_reported_words_are_the_article_s() -> None:
    """A sentence that reports has no marks of ours, and stands among the others in the order of the text."""
    text = "It rained. Ann Jones said the harbour was lost. “We will rebuild it,” said Ann Jones."
    generation = generation_of(text)
    (document,) = generation.documents
    quotes = (*reported(document, "the harbour was lost", "Ann Jones"), *generation.quotes[document.id])
    first, second = list_sayings(generation, quotes)
    assert (first.excerpt.text, first.excerpt.kind) == ("Ann Jones said the harbour was lost.", "reported")
    assert first.excerpt.speaker == quotes[0].speaker
    assert second.excerpt.kind == "direct"


def reported(document: Document, words: str, name: str) -> list[Quote]:
    """As corpus.reported finds it."""
    start, mention = document.text.index(words), document.text.index(name)
    speaker = Speaker(name, None, Span(mention, mention + len(name)), "named")
    return [Quote(document, Span(start, start + len(words)), "reported", speaker)]


# Who is meant ---------------------------------------------------------------------------------------------------------

PEOPLE = tuple(
    Person(f"{number}{number}", name, (role,) if role else (), (), count=number)
    for number, (name, role) in enumerate(
        [("Ann Jones", "mayor"), ("Bob Jones", None), ("Jones", None), ("Cid Lund", "minister of ferries")]
    )
)


@pytest.mark.parametrize(("typed", "name"), [("cid", "Cid Lund"), ("Ann Jones", "Ann Jones"), ("22", "Jones")])
def test_one_person_is_meant(typed: str, name: str) -> None:
    """By a part of the name or an id; the whole of a name means nobody else."""
    assert find_person(PEOPLE, typed).name == name


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Jones", r"be Ann Jones \(mayor, 0 quotes\), Bob Jones \(1 quote\), Jones \(2 quotes, id 22\); give more"),
        ("mayor or minister", "nobody called"),
        ("Lumd", r"nobody called “Lumd”; did you mean Cid Lund \(minister of ferries, 3 quotes\)\?"),
        ("Zarathustra", "nobody called “Zarathustra”$"),
        ("x" * 100_000, "nobody called “x{80}”$"),
    ],
)
def test_who_is_not_one_is_told_with_who_could_be_meant(typed: str, told: str) -> None:
    """Nobody is guessed."""
    with pytest.raises(PersonError, match=told):
        find_person(PEOPLE, typed)


def test_the_words_of_a_surname_are_not_denied() -> None:
    """Where an article has two of them, “Lund” may be either, and is listed as it stands."""
    people = gather_people(generation_of("Ann Lund met Rolf Lund. “We part,” Lund said."))
    assert find_person(people, "Rolf Lund").name == find_person(people, "Ann Lund").name == "Lund"
    with pytest.raises(PersonError, match="nobody called"):
        find_person(people, "Omar Lund’s doctor")


def test_as_many_quotes_are_listed_as_are_counted() -> None:
    """A count tells how many are shown, not of how many pieces they are."""
    generation = generation_of(HARBOUR, WIRE)
    for person in list_people(generation):
        assert person.count == len(list_sayings(generation, person.quotes)) > 0


# In a collection ------------------------------------------------------------------------------------------------------


def test_a_topic_chooses_and_orders(real: View) -> None:
    """What is about it, the best first; a misspelled one is understood; nothing where nobody speaks of it."""
    (mattis,) = (person for person in real.people if "Mattis" in person.name)
    for topic in ("sanctions", "the sanktions"):
        (saying,) = real.sayings(mattis.id, topic)
        assert saying.excerpt.text == "“These are the most severe sanctions yet laid on North Korea,”"
    assert len(real.sayings(mattis.id)) > 1
    assert real.sayings(mattis.id, "football") == ()


def test_a_topic_may_stand_beside_words_that_refer_to_it(tmp_path: Path, encoder: Encoder) -> None:
    """“It will not last” is about the chimney where the title is, and about nothing else."""
    text = "---\ntitle: Chimney\n---\nJens Rask went up on Friday.\n\n“It will not last till May,” Rask said."
    view = indexed_article(tmp_path, "mill.txt", text, encoder)
    (rask,) = view.people
    assert [saying.excerpt.text for saying in view.sayings(rask.id, "chimney")] == ["“It will not last till May,”"]
    assert view.sayings(rask.id, "ferry") == ()


def test_what_is_recalled_is_what_was_listed(real: View) -> None:
    """Every saying has a citation of its own."""
    for person in real.people:
        for saying in real.sayings(person.id):
            assert real.recall(cite(saying.excerpt).id).excerpt == saying.excerpt


def test_an_unknown_id_and_an_empty_topic_are_said(real: View) -> None:
    """An article may have gone since somebody was listed."""
    with pytest.raises(PersonError):
        real.sayings("0123456789")
    with pytest.raises(QuestionError):
        real.sayings(real.people[0].id, " ?! ")
