"""A name that somebody types means the same person in every command."""

import json
from pathlib import Path

import pytest

from index.people.people import matching
from tests.bot.conftest import Run
from tests.support.kept_service import indexed

ARTICLE = """“The harbour will open again in May,” said Mayor Paul O’Neill.

“I have never missed a single ferry,” said N’Golo Kanté.

“Our guests will arrive in the evening,” said Lorenzo D’Angelo.

“The parade is the finest of all,” said Kim Jong-un.

“Nobody asked me about the bridge,” said Anne-Marie Holm.

“The school needs a new roof soon,” said Mary Ann Berg.

“We counted every vote two times,” said José Šimić."""
OTHERS = """“He sleeps well and eats enough,” said Mayor O’Neill’s doctor.

“My father never sold that boat,” said Mayor O’Neill’s son."""
SAID = {
    "Paul O’Neill": "The harbour will open again in May",
    "N’Golo Kanté": "I have never missed a single ferry",
    "Lorenzo D’Angelo": "Our guests will arrive in the evening",
    "Kim Jong-un": "The parade is the finest of all",
    "Anne-Marie Holm": "Nobody asked me about the bridge",
    "Mary Ann Berg": "The school needs a new roof soon",
    "José Šimić": "We counted every vote two times",
}


@pytest.fixture
def folder(folder: Path) -> Path:
    """Two indexed articles, whose apostrophes, accents and hyphens people type in other ways."""
    (folder / "articles" / "ferry.md").unlink()
    (folder / "articles" / "town.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "articles" / "family.txt").write_text(OTHERS, encoding="utf-8")
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
        ("Paul O'Neill", "Paul O’Neill"),
        ("O’Neill", "Paul O’Neill"),
        ("Mayor O`Neill", "Paul O’Neill"),
        ("n'golo kante", "N’Golo Kanté"),
        ("D'Angelo", "Lorenzo D’Angelo"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Anne Marie Holm", "Anne-Marie Holm"),
        ("Mary-Ann Berg Jr.", "Mary Ann Berg"),
        ("Jose Simic", "José Šimić"),
    ],
)
def test_every_command_finds_the_same_person(run: Run, folder: Path, typed: str, name: str) -> None:
    """However apostrophes, accents and hyphens are typed; the autocompletion suggests that person first."""
    suggested = [person.name for person in matching(indexed(folder).people, typed)]
    assert (suggested[0], asked(run, typed), quoted(run, typed), compared(run, typed)) == (name,) * 4
    assert verified(run, typed, SAID[name]) is True


@pytest.mark.parametrize("typed", ["O'Neill's doctor", "Mayor O’Neill’s son", "O'Neill's spokesman", "Kim Jong-il"])
def test_no_command_takes_somebody_else_for_the_person(run: Run, folder: Path, typed: str) -> None:
    """Neither whoever belongs to a person nor a namesake is that person."""
    suggested = [person.name for person in matching(indexed(folder).people, typed)]
    assert {*suggested, asked(run, typed), quoted(run, typed), compared(run, typed)}.isdisjoint(SAID)
    assert verified(run, typed, SAID["Paul O’Neill"]) is False
