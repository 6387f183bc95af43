"""Words that an article has in quotation marks, and tells that nobody said them."""

import pytest

from corpus.quotes.direct import find_quotes
from corpus.readers.files import parse_article


def names(text: str) -> set[str | None]:
    quotes = find_quotes(parse_article("x.txt", text.encode()))
    return {quote.speaker.name if quote.speaker else None for quote in quotes}


@pytest.mark.parametrize(
    "text",
    [
        "Brandt never said “close the port.”",
        "Brandt hasn’t said “close the port.”",
        "“Close the port,” Brandt never said.",
        "“Close the port” was never said by Brandt.",
        "Brandt denied saying “close the port.”",
        "Brandt denied having ever said “close the port.”",
        "Brandt refused to say “sorry.”",
        "Brandt stopped short of calling it “a swamp.”",
        "Brandt never used the word “swamp.”",
        "Brandt could have said “close the port.”",
        "Brandt would have said, “Close the port.”",
        "One can imagine Brandt saying “close the port.”",
        "Brandt shrugged as if to say “so what?”",
        "If Brandt said “close the port,” nobody would hear it.",
        "Nobody said “close the port.”",
        "It is not true that Brandt said “close the port.”",
        "There is no record of Brandt saying “close the port.”",
        "A doctored picture has Ida Brandt saying “close the port.”",
        "Brandt is wrongly quoted as saying “close the port.”",
        "A tweet falsely claims Brandt said “close the port.”",
        "“Close the port” is not what Brandt said.",
        "Never has Brandt said “sorry.”",
        "At no point did Brandt say “close the port.”",
        "Had Brandt said “sorry,” all would be well.",
        "Brandt denies she ever said “close the port.”",
        "Brandt has yet to say “sorry.”",
        "Neither Lund nor Brandt said “sorry.”",
        "Rather than say “sorry,” Brandt left.",
        "Brandt rejected claims that she had said “close the port.”",
        "Brandt dismissed a report she had called the port “a swamp.”",
        "Brandt disputes that she told workers to “go home.”",
        "Brandt was accused of saying “sorry,” which she denies.",
        "Brandt is said to have called it “a swamp,” a claim that Brandt has denied.",
        "Nobody at the port said “close the port.”",
        "Brandt might as well have said “close the port.”",
        "A sketch has Ida Brandt say “close the port.”",
        "The quote “close the port” was made up, a report found.",
        "No one on the board said “close the port.”",
        "One can imagine captain Brandt saying “close the port.”",
    ],
)
def test_denied_and_imagined_words_are_nobodys(text: str) -> None:
    """What somebody did not say, or only might, has no speaker."""
    assert names(text) <= {None}


@pytest.mark.parametrize(
    "text",
    [
        "“I would never say that,” Brandt said.",
        "Brandt, who has never held office, said: “Close the port.”",
        "Brandt did not give a reason but said it was “too late.”",
        "Brandt did not just say “close the port.”",
        "Brandt never hesitated to say “close the port.”",
        "Brandt would only say: “Close the port.”",
        "If elected, Brandt said, she would “close the port.”",
        "Brandt said it was not “a swamp.”",
        "“Close the port,” said Brandt, who declined to say more.",
        "Brandt denied that the port was “a swamp.”",
        "Brandt rejected the plan, saying it was “too late.”",
        "“It is too late,” said Brandt, who denies the claims.",
    ],
)
def test_a_negation_elsewhere_takes_no_words_away(text: str) -> None:
    """Whoever denies, hesitates or declines something else still speaks."""
    assert names(text) == {"Brandt"}
