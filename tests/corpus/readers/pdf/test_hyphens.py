"""Hyphens at the ends of lines."""

from itertools import pairwise

import pytest

from corpus.readers.pdf.hyphens import Hyphens


def joined(lines: list[str]) -> str:
    """Lines as one text."""
    hyphens = Hyphens(lines)
    text = lines[0]
    for before, line in pairwise(lines):
        cut, blank = hyphens.joint(before, line)
        text = text[: len(text) - cut] + blank + line
    return text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the com-", "puter left"], "the computer left"),
        (["a well-", "known man"], "a well-known man"),
        (["the Al-", "Qaeda of"], "the Al-Qaeda of"),
        (["an e-", "mail came"], "an e-mail came"),
        (["his re-", "election"], "his re-election"),
        (["his re-", "election is impor-", "tant to him"], "his reelection is important to him"),
        (["Marek Kowal-", "ski said; Kowalski left"], "Marek Kowalski said; Kowalski left"),
        (["long-", "term plans, a long-term plan"], "long-term plans, a long-term plan"),
        (["he left —", "and came"], "he left — and came"),
        (["from 1914–", "1918"], "from 1914–1918"),
        (["he left --", "and came"], "he left -- and came"),
        (["Ann Heth-", "mon said; Hethmon left"], "Ann Hethmon said; Hethmon left"),
        (["北朝鮮は", "発射した"], "北朝鮮は発射した"),
        (["Boats left", "at ten"], "Boats left at ten"),
    ],
)
def test_lines_are_joined(lines: list[str], text: str) -> None:
    """A hyphen goes where the word is written without it, by the other words of the file and those of English."""
    assert joined(lines) == text
