"""The command that tells whether a quote is real."""

import json

from tests.bot.conftest import Run
from tests.bot.test_main import ANSWER, folder

__all__ = ["folder"]

REAL = "These are the most severe sanctions yet laid on North Korea"
ALTERED = "These are the harshest sanctions yet laid on North Korea"


def test_real_words_are_shown_with_their_speaker(run: Run) -> None:
    """In plain words, and with the place."""
    code, out, _ = run("verify", REAL, "--speaker", "James Mattis")
    assert code == 0
    assert "Real: this is, word for word, what Mattis said." in out
    assert ANSWER in out
    assert "paragraph 9, sentence 1" in out


def test_what_differs_can_be_read_without_colours(run: Run) -> None:
    """The exit code is 0 whatever comes out."""
    code, out, _ = run("verify", ALTERED, "--speaker", "Tillerson")
    assert code == 0
    assert "Altered, and not Tillerson’s: this is not, word for word, what Mattis said." in out
    assert "the [-harshest-] {+most severe+} sanctions" in out


def test_a_message_is_read_from_standard_input(run: Run) -> None:
    """Each of its quotes is judged."""
    out = run("verify", "-", typed=f'Mattis: "{REAL}"\n\n"We will rebuild the harbour" - Tillerson')[1]
    assert f"Claimed: {REAL} (Mattis)" in out
    assert "Not found: these words do not appear in the articles." in out
    assert out.index("Real:") < out.index("Not found:") < out.index("Not an answer")
    assert "There is no quote to check." in run("verify", "-", typed="\n")[1]


def test_verdicts_are_printed_as_json(run: Run) -> None:
    """With the documented keys."""
    code, out, err = run("verify", "--json", ALTERED)
    (verdict,) = json.loads(out)["verdicts"]
    assert (code, err) == (0, "")
    assert list(verdict) == ["words", "speaker", "finding", "sentence", "confirmed", "excerpts", "changes"]
    assert (verdict["finding"], verdict["excerpts"][0]["text"]) == ("altered", ANSWER)
    assert {"kind": "replaced", "claimed": "harshest", "real": "most severe"} in verdict["changes"]


def test_too_much_is_refused(run: Run) -> None:
    """In a line, before any work."""
    code, _, err = run("verify", "word " * 1_000)
    assert code == 1
    assert err == "pullquote: that quote has 5,000 characters; the limit is 4,000\n"
    assert run("verify", "-", typed="word " * 100_000)[0] == 1
