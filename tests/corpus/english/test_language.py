"""Whether an article is English."""

import pytest

from corpus.english.language import is_english, language_of
from corpus.quotes.direct import find_quotes
from corpus.quotes.reported import find_reported
from corpus.readers.files import parse_article
from corpus.text.document import Document

GERMAN = (
    "Der Bürgermeister sagte am Montag, die Lage am Hafen von Altmark sei ernst. „Wir müssen jetzt handeln“, sagte "
    "Friedrich Lang. „Die Brücke ist seit Jahren nicht sicher.“ Die Opposition lehnt den Plan ab."
)
OTHERS = {
    "de": GERMAN,
    "fr": "Le ministre a déclaré lundi que la situation était grave. « Nous devons agir », a dit Anne Roux.",
    "es": "El ministro dijo el lunes que la situación es grave. «Debemos actuar cuanto antes», dijo Ana Ruiz.",
    "nl": "De minister zei maandag dat de situatie ernstig is. “We moeten nu handelen”, zei Jan de Boer in Utrecht.",
    "pl": "Minister powiedział w poniedziałek, że sytuacja jest poważna. „Musimy działać”, powiedziała Anna Nowak.",
    "ru": "Министр заявил в понедельник, что ситуация серьезная. «Мы должны действовать», сказала Анна.",
}


def article(text: str) -> Document:
    return parse_article("harbour.txt", text.encode())


@pytest.mark.parametrize("code", OTHERS)
def test_articles_of_other_languages_are_told_by_their_code(code: str) -> None:
    """Two sentences are enough."""
    assert language_of(article(OTHERS[code])) == code


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said on Monday that the bridge was not safe. “We have to act now,” said Friedrich Lang of Altmark.",
        "Wir müssen jetzt handeln.",
        "SMITH 3 0 2, JONES 4 1 1, GARCIA 2 2 0, MARTINEZ 1 0 0, LUND 2 1 1, HOLM 4 0 1, BERG 1 1 1, DIAZ 2 0 0",
        "The mayor said that this was all he had to say about the bridge, and that they would act in the spring. "
        + GERMAN,
    ],
)
def test_what_is_english_short_or_mixed_is_not_accused(text: str) -> None:
    """Too little text, lists of names, and articles with a part in another language are taken for English."""
    assert is_english(article(text))


def test_no_word_of_another_language_is_a_speaker() -> None:
    """The quotes of such an article are found, and nobody is named for any."""
    document = article(GERMAN)
    quotes = find_quotes(document)
    assert [quote.text for quote in quotes] == [
        "„Wir müssen jetzt handeln“",
        "„Die Brücke ist seit Jahren nicht sicher.“",
    ]
    assert [quote.speaker for quote in quotes] == [None, None]
    assert find_reported(document, quotes) == ()


def test_no_word_of_a_paragraph_in_another_language_is_a_speaker() -> None:
    """An English article may quote a paragraph of another language, whose words are nobody's name."""
    text = f"The mayor, Ida Holm, spoke on Monday. “We will act,” she said.\n\n{GERMAN}\n\n“It is late,” said Holm."
    assert [quote.speaker_name for quote in find_quotes(article(text))] == ["Ida Holm", None, None, "Ida Holm"]
