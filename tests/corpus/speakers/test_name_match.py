"""Whether a name or a role that somebody typed means a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.speakers.name_match import is_called, may_be_same, names_match
from corpus.speakers.name_phrase import name_words
from corpus.speakers.speaker import Speaker
from corpus.text.span import Span
from tests.support.growth import growth


def speaker_of(name: str, role: str | None = None) -> Speaker:
    return Speaker(name, role, Span(0, 1), "named")


MEANT = [
    # typed, name, role
    ("Mattis", "Mattis", "Secretary of Defense"),
    ("mattis", "James Mattis", None),
    ("Secretary Mattis", "Mattis", "Secretary of Defense"),
    ("James Mattis", "Mattis", "Secretary of Defense"),
    ("General Mattis", "Mattis", "Secretary of Defense"),
    ("the Secretary of Defense", "Mattis", "Secretary of Defense"),
    ("Mattis's", "Mattis", None),
    ("O'Neill", "Paul O’Neill", None),
    ("Paul O’Neill", "Paul O'Neill", None),
    ("paul oneill", "Paul O’Neill", None),
    ("Mayor O‘Neill’s", "Paul O’Neill", "mayor"),
    ("D'Angelo", "D’Angelo", None),
    ("N'Golo Kante", "N’Golo Kanté", None),
    ("Kim Jong-un", "Kim Jong Un", None),
    ("Kim Jong Un", "Kim Jong-un", None),
    ("Kim Jong‑un", "Kim Jong-un", None),
    ("Kim", "Kim Jong-un", None),
    ("Anne Marie Lund", "Anne-Marie Lund", None),
    ("Anne-Marie", "Anne Marie Lund", None),
    ("Mary Ann Lund", "Mary-Ann Lund Jr.", None),
    ("Mary-Ann Lund, Jr.", "Mary Ann Lund", None),
    ("Jose Simic", "José Šimić", None),
    ("JOSÉ ŠIMIĆ", "Jose Simic", None),
    ("Pena Nieto", "Enrique Peña Nieto", None),
    ("Smith Jones", "Ann Smith-Jones", None),
    ("John Hyten", "John E. Hyten", None),
    ("John E. Hyten", "John Hyten", None),
    ("J. Hyten", "John Hyten", None),
    ("Lund, the mayor", "Ida Lund", "mayor"),
    ("Ida Lund MP", "Ida Lund", None),
    ("Secretary of State Lund", "Ida Lund", "Secretary of State"),
    ("Secretary of the Treasury Lund", "Lund", "Secretary of the Treasury"),
    ("Lund of Bergen", "Ida Lund", "mayor of Bergen"),
    ("the senator", "Ida Lund", "Texas Sen."),
    ("the senator from Texas", "Ida Lund", "Texas Sen."),
    ("vice president", "Ida Lund", "vice-president"),
    ("O'Neill's spokesman", "a spokesman for O’Neill", None),
    ("Mayor O'Neill's spokesman", "Jane Roe", "spokesman for Mayor O’Neill"),
    ("the mayor's spokesman", "Jane Roe", "the mayor’s spokesman"),
    ("O'Neill's lawyer Jane Roe", "Jane Roe", "O’Neill’s lawyer"),
    ("agency spokesman", "a spokesman for the agency", None),
    ("the White House", "White House officials", None),
    ("the health ministry", "the Ministry of Health", None),
    ("People's Daily", "the People’s Daily", None),
    ("Sotheby's", "Sotheby’s", None),
    ("Stephen", "Stephen King", None),
    ("van der Holm", "Rolf van der Holm", None),
    ("Holm", "Rolf van der Holm", None),
    ("de la Peña", "Ida de la Peña Ortiz", None),
    ("Ida Ortiz", "Ida de la Peña Ortiz", None),
    ("Omar al-Holi", "Omar el-Holi", None),
    ("Peter Thomas Krag", "Peter T. Krag", None),
    ("Lund Diaz", "Ida Lund Diaz", None),
    ("Ida Lund", "Ida Lund Diaz", None),
    ("Ivan Holm", "Ivan Ivanovich Holm", None),
    ("Ivan Ivanovich", "Ivan Ivanovich Holm", None),
    ("The Ox", "Rolf “The Ox” Lund", None),
    ("Rolf Lund", "Rolf “The Ox” Lund", None),
    ('Rolf "The Ox" Lund', "Rolf “The Ox” Lund", None),
    ("JK Holm", "J. K. Holm", None),
    ("J.K. Holm", "JK Holm", None),
    ("John Earl Hyten", "John Hyten", None),
    ("Dr. Lund", "Rolf Lund Jr.", None),
]

NOT_MEANT = [
    ("", "Mattis", None),
    ("the", "Mattis", None),
    ("’s", "Mattis", None),
    ("Kim", "Jimmy Kimmel", None),
    ("Neill", "Paul O’Neill", None),
    ("Bill Lund", "Ida Lund", None),
    ("Mrs. Lund", "Rolf Lund", None),
    ("Rolf Lund", "Mrs. Lund", None),
    ("H. Hyten", "John Hyten", None),
    ("John F. Hyten", "John E. Hyten", None),
    ("Rolf Lund Jr.", "Rolf Lund Sr.", None),
    ("Rolf Lund III", "Rolf Lund", None),
    ("Kim Jong", "Kim Jong-un", None),
    ("Kim Jong-il", "Kim Jong-un", None),
    ("Jones", "Ann Smith-Jones", None),
    ("Mary Lund", "Mary-Ann Lund", None),
    ("O'Neill's doctor", "Paul O’Neill", None),
    ("O’Neill’s son", "Paul O'Neill", None),
    ("Mayor O'Neill's spokesman", "Paul O’Neill", "mayor"),
    ("Jones' doctor", "Ann Jones", "doctor"),
    ("the doctor of Ann Jones", "Ann Jones", "doctor"),
    ("a spokesman for Mayor O'Neill", "Paul O’Neill", "mayor"),
    ("the O'Neill lawyer", "Paul O’Neill", None),
    ("O'Neill", "Mayor O’Neill’s spokesman", None),
    ("O'Neill", "a spokesman for Mayor O’Neill", None),
    ("O'Neill", "the O’Neill lawyer", None),
    ("Mayor O'Neill", "Jane Roe", "Mayor O’Neill’s spokesman"),
    ("the mayor", "Jane Roe", "spokesman for the mayor"),
    ("the mayor", "Jane Roe", "the mayor’s wife"),
    ("the mayor", "Ida Lund", "deputy mayor"),
    ("the mayor", "the deputy mayor", None),
    ("the deputy mayor", "the mayor", None),
    ("the president", "Ida Lund", "vice president"),
    ("the president", "Ida Lund", "president-elect"),
    ("the secretary", "Ida Lund", "Secretary-General"),
    ("the Secretary of State", "Mattis", "Secretary of Defense"),
    ("Matis", "Mattis", None),
    ("Wolf", "Ida Wolff", None),
    ("Ida Phillips", "Ida Philips", None),
    ("Peter Thorn", "Peter T. Krag", None),
    ("defense", "Mattis", "Secretary of Defense"),
    ("Health", "the Ministry of Health", None),
    ("Bergen", "Lund of Bergen", None),
    ("Jon van der Holm", "Rolf van der Holm", None),
    ("Lund", "the Lund campaign", None),
    ("Lund", "Lund executives", None),
    ("Hamad al-Holi", "Omar el-Holli", None),
    ("Jon Lund", "Ida Lund Diaz", None),
    ("Earl Hyten", "John Hyten", None),
    ("Al Hyten", "John Hyten", None),
]


@pytest.mark.parametrize(("typed", "name", "role"), MEANT)
def test_who_is_typed_is_meant(typed: str, name: str, role: str | None) -> None:
    """A surname, a full name, a title with a name and a role reach the person, however they are spelled."""
    assert names_match(typed, speaker_of(name, role))


@pytest.mark.parametrize(("typed", "name", "role"), NOT_MEANT)
def test_somebody_else_is_not_meant(typed: str, name: str, role: str | None) -> None:
    """Neither another first name nor another office matches, and nobody is his own doctor, son or spokesman."""
    assert not names_match(typed, speaker_of(name, role))


def test_a_bare_surname_of_two_is_neither() -> None:
    """“Rolf Lund” does not mean the Lund who may be Ann; “Lund” means either."""
    text = "Secretary of Labor Lund came with Ann Lund and Rolf Lund."
    assert not names_match("Rolf Lund", speaker_of("Lund"), text)
    assert names_match("Lund", speaker_of("Lund"), text)
    assert names_match("Rolf Lund", speaker_of("Lund"), "Secretary of Labor Lund came, and Lund spoke.")


def test_a_bare_surname_is_looked_for_however_it_is_spelled() -> None:
    """The article may write O’Neill in one place and O'Neill in another."""
    assert not names_match("Paul O'Neill", speaker_of("O’Neill"), "Ann O'Neill came. O’Neill spoke.")
    assert names_match("Paul O'Neill", speaker_of("O’Neill"), "Mayor O'Neill came. O’Neill spoke.")


def test_without_an_article_a_bare_surname_is_nobody_s_full_name() -> None:
    """It may be somebody else's."""
    assert not is_called("Rolf Lund", "Lund")
    assert is_called("Lund", "Rolf Lund")


def test_two_speakers_may_be_one() -> None:
    """Where one name is a part of the other."""
    assert may_be_same(speaker_of("Lund"), speaker_of("Ida Lund", "mayor"))
    assert may_be_same(speaker_of("Ida Lund", "mayor"), speaker_of("Lund"))
    assert not may_be_same(speaker_of("Rolf Lund"), speaker_of("Ida Lund"))


@pytest.mark.parametrize(
    ("typed", "name", "role"),
    [("o'n", "Paul O’Neill", None), ("kim jong", "Kim Jong-un", None), ("may", "Ida Lund", "mayor")],
)
def test_a_beginning_is_enough_while_somebody_types(typed: str, name: str, role: str | None) -> None:
    """A beginning of a word is a suggestion, but nobody is meant by it."""
    roles = [role] if role else []
    assert is_called(typed, name, roles, begun=True)
    assert not is_called(typed, name, roles)


@pytest.mark.parametrize("typed", ["O'Neill's d", "a spokesman for O'N", "the O'Neill lawyer"])
def test_nobody_is_suggested_for_what_is_said_of_others(typed: str) -> None:
    """The beginnings of words follow the rules of whole ones."""
    assert not is_called(typed, "Paul O’Neill", ["mayor"], begun=True)


def test_words_of_a_name() -> None:
    """They are folded, without apostrophes and genitives, and parted at hyphens."""
    assert name_words("Mr. O’Brien-Peña’s") == ("mr", "obrien", "pena")


@pytest.mark.parametrize(("typed", "name"), [("U.N.", "UN"), ("UN", "U.N."), ("US", "U.S."), ("EU", "E.U.")])
def test_points_make_no_other_organisation(typed: str, name: str) -> None:
    """“U.N.” and “UN” are one; the initials of people keep their points."""
    assert names_match(typed, speaker_of(name))
    assert names_match("J. K. Holm", speaker_of("J.K. Holm"))


WORDS = "the the's 's , Jr. of for Lund Lund’s Jones’ Jong-un J. mayor mayors O’Neill Mrs. MP - ’ é"
PHRASES = st.lists(st.sampled_from(WORDS.split()), max_size=6).map(" ".join)


@given(PHRASES, PHRASES, PHRASES)
def test_it_makes_no_difference_how_a_phrase_is_written(typed: str, name: str, role: str) -> None:
    """Whatever is typed and whatever stands in an article, straight and curly apostrophes and capitals are alike."""
    speaker = speaker_of(name, role)
    other = typed.replace("’", "'").replace("-", "‑").upper()
    assert names_match(typed, speaker, "Ann Lund") == names_match(other, speaker, "Ann Lund")


@pytest.mark.parametrize("piece", ["Lund’s ", "of Lund ", "a-", "the, ", "’", "Sen. "])
def test_time_is_in_proportion_to_the_length(piece: str) -> None:
    """Matching takes linear time, whatever is typed for a name."""
    assert growth(piece, lambda typed: names_match(typed, speaker_of("Ida Lund", "mayor"))) < 24
