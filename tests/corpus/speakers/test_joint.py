"""Several who speak together are all speakers."""

import pytest

from corpus.quotes.direct import Quote, find_quotes
from corpus.readers.files import parse_article
from corpus.speakers.name_match import may_be_same, names_match
from corpus.speakers.speaker import Speaker
from tests.support.growth import growth


def quote(text: str) -> Quote:
    return find_quotes(parse_article("x.txt", text.encode()))[-1]


def speaker(text: str) -> Speaker:
    said_by = quote(text).speaker
    assert said_by is not None
    return said_by


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“We part,” said Frost and Hale.", "Frost and Hale"),
        ("“We part,” Mia Frost and Jon Hale said in a joint statement.", "Mia Frost and Jon Hale"),
        ("“We part,” according to Mia Frost and Jon Hale.", "Mia Frost and Jon Hale"),
        ("Both Mia Frost and Jon Hale wrote: “We part.”", "Mia Frost and Jon Hale"),
        ("Mia Frost and Jon Hale: “We part.”", "Mia Frost and Jon Hale"),
        ("“We part.” — Mia Frost and Jon Hale", "Mia Frost and Jon Hale"),
        ("“We part,” said Mia Frost, Omar Diaz and Jon Hale.", "Mia Frost, Omar Diaz and Jon Hale"),
        ("“We part,” Mia Frost, Omar Diaz, and Jon Hale said.", "Mia Frost, Omar Diaz and Jon Hale"),
        ("In Bergen, Mia Frost and Jon Hale said: “We part.”", "Mia Frost and Jon Hale"),
        ("“We part,” said the brothers Otto and Max Holm.", "Otto Holm and Max Holm"),
        ("“We part,” Mia Frost and her husband said.", "Mia Frost and her husband"),
        ("“We part,” said Mia Frost and her lawyer, Jon Hale.", "Mia Frost and Jon Hale"),
        ("“We part,” Sens. Mia Frost (D-Ohio) and Jon Hale (R-Utah) wrote.", "Mia Frost and Jon Hale"),
        ("“We part,” said Mia Frost, 43, and Jon Hale, 51.", "Mia Frost and Jon Hale"),
        ("Mia Frost and Jon Hale issued a statement. “We part,” they said.", "Mia Frost and Jon Hale"),
        ("“We part,” the FBI and the CIA said.", "FBI and CIA"),
        ("“We part,” the Kremlin and Reform Party said.", "Kremlin and Reform Party"),
        ("“We part,” said Mia Frost, head of Ink and Oil, and Jon Hale.", "Mia Frost and Jon Hale"),
    ],
)
def test_all_who_speak_together_are_named(text: str, name: str) -> None:
    """Whether they stand before or after the verb, two or three of them, by name or as somebody’s husband."""
    assert speaker(text).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mia Frost told Omar Diaz and Jon Hale: “We part.”", "Mia Frost"),
        ("Mia Frost, not Jon Hale, said: “We part.”", "Mia Frost"),
        ("“We part,” said Mia Frost and Jon Hale nodded.", "Mia Frost"),
        ("“We part,” Mia Frost said. Jon Hale and Omar Diaz left.", "Mia Frost"),
        ("“We part,” Frost’s and Hale’s lawyer said.", "Frost’s and Hale’s lawyer"),
        ("“We part,” said Frost’s and Hale’s lawyer.", "Frost’s and Hale’s lawyer"),
        ("“We part,” said Mia Frost and others.", "Mia Frost"),
        ("After talks between Mia Frost and Jon Hale, Omar Diaz said: “We part.”", "Omar Diaz"),
        ("Mia Frost walked in and Jon Hale said: “We part.”", "Jon Hale"),
        ("“We part,” said Mr. and Mrs. Frost.", "Frost"),
        ("Frost and Hale says the plan is “sound.”", "Hale"),
        ("“We part,” said Mia Frost, founder and head of Reef and Coral Divers of Ashby.", "Mia Frost"),
        ("“We part,” said Mia Frost, director of Bread & Roses.", "Mia Frost"),
        ("“We part,” the Fruit and Wine Commission said.", "Fruit and Wine Commission"),
        ("The Rivers and Harbours Board said: “We part.”", "Rivers and Harbours Board"),
        ("Health and Human Services Secretary Mia Frost said it was “sound.”", "Mia Frost"),
    ],
)
def test_who_stands_beside_a_speaker_does_not_always_speak(text: str, name: str) -> None:
    """Neither who is told, who does something else, nor a lawyer of two, is one of several speakers."""
    assert speaker(text).name == name
    assert not speaker(text).members


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("“We part,” Mayor Mia Frost and Sheriff Jon Hale said.", ["Mayor", "Sheriff"]),
        ("“We part,” said Mia Frost, the mayor, and Jon Hale, the sheriff.", ["mayor", "sheriff"]),
        ("Professors Mia Frost and Jon Hale wrote: “We part.”", ["Professor", "Professor"]),
        ("Sens. Mia Frost and Jon Hale wrote: “We part.”", ["Sen.", "Sen."]),
    ],
)
def test_each_of_them_has_a_role(text: str, roles: list[str]) -> None:
    """A title in the plural is that of both; together they have none."""
    assert [member.role for member in speaker(text).members] == roles
    assert speaker(text).role is None


def test_they_are_shown_as_resolved() -> None:
    """A reader is told that the article says “they”; who is named in between changes that."""
    text = "Mia Frost and Jon Hale wrote to us. “We part,” they said."
    assert (speaker(text).how, speaker(text).mention.of(text)) == ("pronoun", "they")
    assert quote(text.replace("“We", "Omar Diaz and others read it. They liked it. It was new. “We")).speaker is None


def test_each_of_them_is_known_from_the_whole_article() -> None:
    """A bare surname gets the full name, and who goes on speaking alone is one."""
    text = "Mia Frost met Jon Hale.\n\n“We part,” said Frost and Hale.\n\n“We meet again,” Hale added."
    first, second = find_quotes(parse_article("x.txt", text.encode()))
    assert (first.speaker_name, second.speaker_name) == ("Mia Frost and Jon Hale", "Jon Hale")


def test_a_joint_speaker_is_meant_by_each_name_and_by_all() -> None:
    """“Hale” and “Frost and Hale” are right, “Frost and Diaz” is not; the words may be Hale’s alone."""
    both = speaker("“We part,” said Mia Frost and Jon Hale.")
    assert all(names_match(typed, both) for typed in ("Mia Frost", "Hale", "Frost and Hale", "Jon Hale, Mia Frost"))
    assert not any(names_match(typed, both) for typed in ("Frost and Diaz", "Mia Hale", "Diaz"))
    assert may_be_same(both, speaker("“We part,” said Jon Hale."))
    assert not may_be_same(both, speaker("“We part,” said Omar Diaz."))


@pytest.mark.parametrize("piece", ["Mia Frost and ", "Mia Frost, ", "said Frost and ", "“No,” said Frost and Hale. "])
def test_time_is_in_proportion_to_the_length(piece: str) -> None:
    """A long list of names is read in linear time."""
    assert growth(piece, lambda text: find_quotes(parse_article("x.txt", f"“No,” said {text}.".encode()))) < 24
