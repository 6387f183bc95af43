"""People: whose words are gathered as one's, and whom somebody means who types a part of a name."""

import pytest

from corpus.readers.files import parse_article
from index.people.people import Person, gather_people, matching
from tests.support.fake_encoder import FakeEncoder
from tests.support.generations import build
from tests.support.growth import growth

SENATOR = "“The harbour is ours,” said Senator Ann Lund.\n\n“It stays so,” Lund said."
SENATE = "“We will vote,” said Ann K. Lund, a senator.\n\n“No,” said Rolf Lund."
FOOTBALLER = "“I never miss,” said the footballer Ann Lund."
ROLELESS = "“I like boats,” said Ann Lund."


def gathered(*texts: str) -> tuple[Person, ...]:
    """The people of articles with these texts."""
    articles = [parse_article(f"{number}.txt", text.encode()) for number, text in enumerate(texts)]
    return gather_people(build(articles, FakeEncoder().embed))


def said(people: tuple[Person, ...]) -> dict[tuple[str, str | None], list[str]]:
    return {(person.name, person.role): [quote.text.strip("“”,.") for quote in person.quotes] for person in people}


def test_somebody_of_unsure_quotes_alone_is_not_sure() -> None:
    """A person is as sure as the surest quote."""
    unsure = "Boats came in. Rolf Holm watched them, and the pier, from his window. “It is a fine thing.”"
    people = {person.name: person for person in gathered(SENATOR, unsure)}
    sure = {name: person.surest.is_sure for name, person in people.items() if person.surest}
    assert sure == {"Ann Lund": True, "Rolf Holm": False}


def test_one_name_in_several_articles_is_one_person() -> None:
    """With or without an initial; a bare surname joins its own article's person, and a namesake stays apart."""
    assert said(gathered(SENATOR, SENATE)) == {
        ("Ann K. Lund", "Senator"): ["The harbour is ours", "It stays so", "We will vote"],
        ("Rolf Lund", None): ["No"],
    }


@pytest.mark.parametrize(
    ("name", "shorter"),
    [
        ("Ann Lund", "Lund"),
        ("Ann Lund", "Mrs. Lund"),
        ("Ann Lund Marsh", "Lund Marsh"),
        ("Rolf van der Holm", "van der Holm"),
        ("Rolf van der Holm", "Holm"),
        ("Omar el-Holi", "Holi"),
        ("Kim Dae-won", "Mr. Kim"),
        ("Rolf Lund Jr.", "Lund"),
    ],
)
def test_a_part_of_a_name_joins_the_only_one_who_has_it(name: str, shorter: str) -> None:
    """Also in an article that has nothing else; a family name that stands first, where the other one uses it alone."""
    full = f"“Ours,” said {name}.\n\n“Ours,” said {name.split()[0] if 'Kim' in name else name}."
    (person,) = gathered(full, f"“Not ours,” {shorter} said.")
    assert person.name == name
    assert len(person.quotes) == 3


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (("“No,” said Ann Lund.", "“No,” said Rolf Lund.", "“Yes,” Lund said."), ["Ann Lund", "Lund", "Rolf Lund"]),
        (("“No,” said Ann Lund.", "“Yes,” Mr. Lund said."), ["Ann Lund", "Lund"]),
        (("“No,” said Ann Lund.", "Rolf Lund met Eva Lund. “Yes,” Lund said."), ["Ann Lund", "Lund"]),
        (("“No,” said Ann Lund.", "“Yes,” said Ann."), ["Ann", "Ann Lund"]),
        (("“No,” said Lund executives.", "“Yes,” Lund said. Lund rose."), ["Lund", "Lund executives"]),
        (("“No,” said Senator Ann Lund.", "“Yes,” said the footballer Lund."), ["Ann Lund", "Lund"]),
    ],
)
def test_a_part_of_a_name_that_may_be_another_s_joins_nobody(texts: tuple[str, ...], names: list[str]) -> None:
    """Neither one of two, nor against a title, a first name or other work, nor by a first name alone."""
    assert sorted(person.name for person in gathered(*texts)) == names


def test_a_surname_of_many_articles_is_whose_they_are_as_a_rule() -> None:
    """Of two the one whom ten times as many articles quote."""
    many = [f"“No {number},” said Ann Lund." for number in range(10)]
    people = gathered(*many, "“No,” said Rolf Lund.", "“Yes,” Lund said.")
    assert [(person.name, len(person.quotes)) for person in people] == [("Ann Lund", 11), ("Rolf Lund", 1)]


def test_an_office_is_its_only_holder_where_the_article_names_one() -> None:
    """“The Norland senator” is Ann Lund in an article that has her name, and nobody in one that has not."""
    known = "“No,” said Norland Senator Ann Lund."
    office = "Lund’s house is sold. “Yes,” said the Norland senator."
    others = "“Perhaps,” said the Norland senator.", "“Well,” said the senator. Lund left."
    people = gathered(known, office, *others)
    assert [(person.name, len(person.quotes)) for person in people] == [
        ("Ann Lund", 2),
        ("the Norland senator", 1),
        ("the senator", 1),
    ]
    assert {speaker.name for _, speaker in people[0].said} == {"Ann Lund", "the Norland senator"}


def test_people_of_one_name_with_other_work_are_apart() -> None:
    """The senator and the footballer are two; who is neither is not given to one of them."""
    people = gathered(SENATOR, FOOTBALLER, ROLELESS)
    assert said(people) == {
        ("Ann Lund", "Senator"): ["The harbour is ours", "It stays so"],
        ("Ann Lund", "footballer"): ["I never miss"],
        ("Ann Lund", None): ["I like boats"],
    }
    assert len({person.id for person in people}) == 3


@pytest.mark.parametrize(
    "names",
    [
        ("Olaf A. Lund", "Olaf B. Lund"),
        ("Olaf Lund Jr.", "Olaf Lund Sr."),
        ("Mr. Lund", "Mrs. Lund"),
        ("Olaf Lund", "Ann Lund"),
        ("the Ministry of Health", "the Ministry of Trade"),
        ("the New Bergen Times", "the New Oslo Times"),
    ],
)
def test_namesakes_are_apart(names: tuple[str, str]) -> None:
    """Other initials, father and son, husband and wife, and what only begins alike, in one article or in two."""
    texts = [f"“No,” said {name}." for name in names]
    assert len(gathered(*texts)) == 2
    if "A." not in names[0]:
        assert len(gathered("\n\n".join(texts))) == 2


@pytest.mark.parametrize(
    ("names", "people"),
    [
        (("Anne-Marie Lund", "Anne Marie Lund"), 1),
        (("Kim Jong-un", "Kim Jong Un"), 1),
        (("José O’Neill", "Jose O'Neill"), 1),
        (("Anne-Marie Lund", "Anne Lund"), 2),
        (("Ann Smith-Jones", "Ann Jones"), 2),
        (("Kim Jong-un", "Kim Jong-il"), 2),
    ],
)
def test_a_hyphen_is_spelled_in_two_ways_and_half_a_name_is_another(names: tuple[str, str], people: int) -> None:
    """One person in two articles where both names have the same words, however they are written."""
    assert len(gathered(*(f"“No,” said {name}." for name in names))) == people


def test_an_id_stays_when_an_article_is_added() -> None:
    """The person is the same, also beside a namesake."""
    before = gathered(SENATOR)
    after = gathered(ROLELESS, SENATOR, SENATE)
    beside = gathered(FOOTBALLER, SENATOR)
    assert before[0].id == after[0].id == beside[0].id
    assert len(before[0].id) == 10


def test_those_without_a_name_come_last() -> None:
    """They are gathered by what they are called; “his friends” are nobody outside their article."""
    people = gathered(
        "“No,” said an official.\n\n“No,” an official said.\n\n“Yes,” said Ann Lund.\n\n“Never,” his friends said.",
        "“Perhaps,” said the official.",
    )
    assert [(person.name, person.unnamed, len(person.quotes)) for person in people] == [
        ("Ann Lund", False, 1),
        ("the official", True, 3),
    ]


def test_those_who_speak_together_are_each_quoted() -> None:
    """Each of them by name and role, beside what each says alone."""
    people = gathered("“We part,” said Mayor Mia Frost and Jon Hale.\n\n“Alone,” Hale added.")
    assert said(people) == {("Jon Hale", None): ["We part", "Alone"], ("Mia Frost", "Mayor"): ["We part"]}


def test_a_quote_of_one_person_under_two_names_is_one() -> None:
    """As where an article has the same person twice among those who speak together."""
    (person,) = gathered("“We agree on it all,” said Ann Lund and Lund.")
    assert (len(person.said), len(person.quotes)) == (2, 1)


def test_quotes_are_in_the_order_of_time() -> None:
    """By the articles' dates, the undated last, and as they stand in an article."""
    dated = "---\ndate: {}\n---\n\n“Of {},” said Ann Lund.\n\n“And more of {},” Lund said."
    years = (1999, 1988)
    people = gathered(ROLELESS, *(dated.format(f"{year}-05-01", year, year) for year in years))
    assert said(people)["Ann Lund", None] == [
        "Of 1988",
        "And more of 1988",
        "Of 1999",
        "And more of 1999",
        "I like boats",
    ]


# What somebody types --------------------------------------------------------------------------------------------------

PEOPLE = tuple(
    Person(str(number), name, tuple(roles), ())
    for number, (name, *roles) in enumerate(
        (
            ("Ann Lund", "secretary of state", "Sen."),
            ("Rolf Lund",),
            ("Lundy Marsh", "club's secretary"),
            ("Inés O’Brien-Peña", "head of state"),
            ("Colin Holm", "Col."),
        )
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["Ann Lund", "Rolf Lund", "Lundy Marsh", "Inés O’Brien-Peña", "Colin Holm"]),
        (" ?! ", ["Ann Lund", "Rolf Lund", "Lundy Marsh", "Inés O’Brien-Peña", "Colin Holm"]),
        ("lund", ["Lundy Marsh", "Ann Lund", "Rolf Lund"]),
        ("ROLF L", ["Rolf Lund"]),
        ("lund, rolf", ["Rolf Lund"]),
        ("ines", ["Inés O’Brien-Peña"]),
        ("pena", ["Inés O’Brien-Peña"]),
        ("o'bri", ["Inés O’Brien-Peña"]),
        ("the secretary", ["Ann Lund", "Lundy Marsh"]),
        ("secretary of st", ["Ann Lund"]),
        ("senator lund", ["Ann Lund", "Rolf Lund", "Lundy Marsh"]),
        ("col", ["Colin Holm"]),
        ("colonel", ["Colin Holm"]),
        ("und", []),
        ("Nobody", []),
    ],
)
def test_people_are_found_by_what_is_typed(typed: str, names: list[str]) -> None:
    """A name that begins so comes first; then words of it, then a role, then the name under another title."""
    assert [person.name for person in matching(PEOPLE, typed)] == names


def test_time_grows_linearly_with_what_is_typed() -> None:
    """Matching people takes linear time, however long the typed text is."""
    assert growth("Lund of ", lambda typed: matching(PEOPLE, typed)) < 24
