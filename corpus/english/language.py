"""Whether an article is English, the one language whose speakers are understood."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from corpus.english.lexicon import word_set
from corpus.text.document import Document

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"
SEEN = 4_000  # characters, which tell the language of an article; all of 924 of English news are taken for English
LEAST = 80  # bytes: of less text no language is told; of 1,189 English paragraphs longer than that none is another one
SURE = 0.8  # of the identifier’s chance
# In 922 of 924 English articles at least so many of the words are among these, half of them have .16; two sentences of
# six other languages have none. Then the identifier need not be loaded, nor is a text of two languages accused.
_COMMON = word_set("the of and that with from this have has they their which are were would been about said")
_SHARE = 0.05
_WORD = re.compile(r"\w+")


def is_english(document: Document) -> bool:
    """Whether an article is English, or may be as far as its text tells."""
    return language_of(document) == ENGLISH


@lru_cache(maxsize=64)
def language_of(document: Document) -> str:
    """The language of an article by its code of ISO 639; English where there is too little text to tell."""
    return _language("\n".join(block.of(document.text) for block in (*document.paragraphs, *document.captions))[:SEEN])


def is_english_text(text: str) -> bool:
    """Whether a paragraph is English, or may be as far as it tells."""
    return _language(text) == ENGLISH


def _language(text: str) -> str:
    words = _WORD.findall(text.lower())
    if len(text.encode()) < LEAST or sum(word in _COMMON for word in words) >= _SHARE * len(words):
        return ENGLISH
    code, chance = _identifier().classify(text)
    return str(code) if chance >= SURE else ENGLISH


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
