"""The words of a text as BM25 counts them: folded and stemmed."""

import Stemmer

from corpus.text.folding import folded_words


def stems(text: str) -> list[str]:
    """The folded words, stemmed: `Übungen’s` → `["ubung", "s"]`."""
    stemmed: list[str] = Stemmer.Stemmer("english").stemWords(folded_words(text))
    return stemmed
