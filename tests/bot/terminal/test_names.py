"""A name that somebody types means the same person in every command; which names match is tested in corpus/speakers."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.people.people import Person, matching
from tests.bot.conftest import Run
from tests.bot.terminal.conftest import copy_data
from tests.support.kept_service import indexed

ARTICLE = """“The harbour will open again in May,” said Mayor Paul O’Neill.

“I have never missed a single ferry,” said N’Golo Kanté.

“The parade is the finest of all,” said Kim Jong-un.

“The school needs a new roof soon,” said Mary Ann Berg."""
OTHERS = """“He sleeps well and eats enough,” said Mayor O’Neill’s doctor."""
SAID = {
    "Paul O’Neill": "The harbour will open again in May",
    "N’Golo Kanté": "I have never missed a single ferry",
    "Kim Jong-un": "The parade is the finest of all",
    "Mary Ann Berg": "The school needs a new roof soon",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles, whose apostrophes, accents and hyphens people type in other ways."""
    folder = tmp_path_factory.mktemp("town")
    (folder / "articles").mkdir()
    (folder / "articles" / "town.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "articles" / "family.txt").write_text(OTHERS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def people(town: Path) -> Sequence[Person]:
    """Who is quoted in them, once they are indexed."""
    return indexed(town).people


@pytest.fixture
def folder(folder: Path, town: Path, people: Sequence[Person], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands find the two articles indexed."""
    assert people
    copy_data(town, folder)
    monkeypatch.setenv("PULLQUOTE_ARTICLES", str(town / "articles"))
    return folder


def asked(run: Run, typed: str) -> str | None:
    """Whose words `ask` finds, if anybody's."""
    answer = json.loads(run("ask", "--json", f"What did {typed} say?")[1])
    found = [*answer["excerpts"], *answer["nearest"]]
    name: str | None = found[0]["speaker"] if answer["sought"]["heard"] else None
    return name


def quoted(run: Run, typed: str) -> str | None:
    code, out, _ = run("quotes", typed, "--json")
    name: str | None = None if code else json.loads(out)["name"]
    return name


def compared(run: Run, typed: str) -> str | None:
    code, out, _ = run("compare", typed, typed, "--json")
    name: str | None = None if code else json.loads(out)["compared"][1]["name"]
    return name


def verified(run: Run, typed: str, words: str) -> bool | None:
    """Whether `verify` says that the words are that speaker's."""
    (verdict,) = json.loads(run("verify", words, "--speaker", typed, "--json")[1])["verdicts"]
    confirmed: bool | None = verdict["confirmed"]
    return confirmed


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Mayor O`Neill", "Paul O’Neill"),
        ("n'golo kante", "N’Golo Kanté"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Mary-Ann Berg Jr.", "Mary Ann Berg"),
    ],
)
def test_every_command_finds_the_same_person(run: Run, people: Sequence[Person], typed: str, name: str) -> None:
    """However apostrophes, accents and hyphens are typed; the autocompletion suggests that person first."""
    suggested = [person.name for person in matching(people, typed)]
    assert (suggested[0], asked(run, typed), quoted(run, typed), compared(run, typed)) == (name,) * 4
    assert verified(run, typed, SAID[name]) is True


@pytest.mark.parametrize("typed", ["O'Neill's doctor", "O'Neill's spokesman", "Kim Jong-il"])
def test_no_command_takes_somebody_else_for_the_person(run: Run, people: Sequence[Person], typed: str) -> None:
    """Neither whoever belongs to a person nor a namesake is that person."""
    suggested = [person.name for person in matching(people, typed)]
    assert {*suggested, asked(run, typed), quoted(run, typed), compared(run, typed)}.isdisjoint(SAID)
    assert verified(run, typed, SAID["Paul O’Neill"]) is False
