"""One person under the several names of an article."""

import pytest

from corpus.quotes.direct import find_quotes
from corpus.readers.files import parse_article


def speakers(text: str) -> list[str | None]:
    return [quote.speaker_name for quote in find_quotes(parse_article("x.txt", text.encode()))]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Rolf van der Holm", ["Van der Holm", "Holm", "Rolf", "Mr. van der Holm"]),
        ("Ida de la Peña Ortiz", ["de la Peña", "Peña", "Ortiz", "Ms. Ortiz"]),
        ("Kim Dae-won", ["Kim", "Mr. Kim", "President Kim"]),
        ("Wen Jingli", ["Wen", "President Wen"]),
        ("Gabriel Lund Márquez", ["Lund", "Lund Márquez", "Márquez"]),
        ("Ivan Ivanovich Holm", ["Ivan Ivanovich", "Holm", "Ivan Holm"]),
        ("Rolf “The Ox” Holm", ["The Ox", "Holm", "Rolf Holm"]),
        ("J. K. Holm", ["JK Holm", "J.K. Holm", "Ms. Holm"]),
        ("Omar Fattah el-Holi", ["el-Holi", "Mr. Holi", "Holi"]),
        ("Debbie Lund Holm", ["Lund Holm", "Holm"]),
        ("Ana Lund-Vega", ["Lund", "Lund-Vega", "Vega"]),
        ("Rolf Anton King Jr.", ["King", "Dr. King"]),
        ("Per An", ["Per", "An"]),
        ("Ida May", ["May", "Mrs. May"]),
        ("Robert “Bob” St. John-Holm", ["St. John-Holm", "Bob"]),
    ],
)
def test_a_part_of_a_name_is_the_only_one_who_has_it(name: str, parts: list[str]) -> None:
    """Particles, family names that come first, second surnames, patronymics, nicknames, initials, names of words."""
    text = f"“It is late,” said {name}.\n\n" + "\n\n".join(f"“No {part},” {part} said." for part in parts)
    assert speakers(text) == [name] * (1 + len(parts))


def test_a_part_that_two_names_have_is_neither() -> None:
    """“Kim” of two and “Keller” of two stay as they are; a first name tells them apart."""
    family = (
        "Anna Keller and Peter Keller share a farm. “I milk,” said Anna. “I sell,” Peter said.\n\n“We do,” Keller said."
    )
    assert speakers(family) == ["Anna Keller", "Peter Keller", "Keller"]
    assert speakers("Kim Dae-won met Kim Min-ho. “We part,” Kim said.") == ["Kim"]


def test_a_whole_name_is_no_part_of_another() -> None:
    """A first name begins a name of its own, also where a longer run of capitals ends with it."""
    assert speakers("It was Harbour Day Ida Lund. “It is late,” said Ida Lund.") == ["Ida Lund"]
    assert speakers("The Lund Post wrote. “It is late,” Lund said.") == ["Lund"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lund Says Harbour Stays Open As Storm Nears.\n\nAnn Lund left. “It is late,” Lund said.", "Ann Lund"),
        ("Ann Lund Opens Harbour Again.\n\nIt was busy. “It is late,” Lund said.", "Ann Lund"),
        ("Interestingly Lund stayed. Ann Lund had come. “It is late,” Lund said.", "Ann Lund"),
        ("It had a picture of Gov. Ann Lund in it. “It is late,” Lund said.", "Ann Lund"),
        ("They read Sen. Ann Lund’s book. “It is late,” Lund said.", "Ann Lund"),
        ("DJ Ann Lund came. Ann Lund sang. “It is late,” Lund said.", "Ann Lund"),
    ],
)
def test_only_names_make_a_person(text: str, name: str) -> None:
    """Neither the words of a heading, an adverb, a title nor a trade belong to a name."""
    assert speakers(text) == [name]


def test_words_in_marks_within_a_name_are_no_quote() -> None:
    """A nickname is part of the name, words after a verb are not."""
    assert speakers("“It is late,” said Rolf “The Ox” Holm.") == ["Rolf “The Ox” Holm"]
    assert speakers("Ida Lund said “No” Tuesday. “Yes,” Lund added.") == ["Ida Lund", "Ida Lund"]
