"""Who says what in articles of our own."""

from pathlib import Path

import pytest

from corpus.quotes.direct import find_quotes
from tests.support.reading import read_article

FOLDER = Path(__file__).parent / "spoken"
# The surname of whoever says a quote, in order; a description where there is no name.
SPOKEN = {
    "ferry.txt": "Lund Lund Diaz Diaz Diaz Quintero Lund Quintero Holm Holm Holm spokeswoman spokeswoman Holm board",
    "orchard.txt": "Lindqvist officials Lindqvist Lindqvist Lindqvist Vos Vos Vos Lindqvist Brandt Brandt Weil",
}
FLOORS = {"ferry.txt": 14, "orchard.txt": 11}


@pytest.mark.parametrize("name", SPOKEN)
def test_speakers_are_found(name: str) -> None:
    """No fewer speakers are found than when the floor was set, and nobody is named in place of one that is missed."""
    quotes = find_quotes(read_article(FOLDER / name))
    wanted = SPOKEN[name].split()
    assert len(quotes) == len(wanted)
    found = [quote.speaker.name if quote.speaker else "" for quote in quotes]
    wrong = [(who, given) for who, given in zip(wanted, found, strict=True) if given and who not in given]
    assert not wrong
    assert sum(map(bool, found)) >= FLOORS[name]
