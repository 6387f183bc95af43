"""What stands beside a name or before a colon and tells of no speech: labels, credits, bylines, headlines."""

from collections.abc import Sequence

from corpus.attribution.blocks import Block, Phrase
from corpus.english.lexicon import CREDITS, DETERMINERS, LABELS, LINKS, PLACING
from corpus.english.noun_phrases import Word, is_name, is_person_noun, is_possessive

_NAME = 3  # words with capitals
_BRACKETED = 6  # words
_SHORT = 12  # words of a line with a byline


def is_byline(words: Sequence[Word]) -> bool:
    """Whether a block only tells who wrote the article: “By Ida Lund, staff writer”."""
    return len(words) < _SHORT and words[0].text in ("By", "BY")


def is_credit(words: Sequence[Word], at: int) -> bool:
    """Whether a word opens a credit: “Photo: Ida Lund”, “picture by Ida Lund”."""
    return words[at].low in CREDITS and at + 1 < len(words) and words[at + 1].low in (":", "/", "by", "courtesy")


def is_headline(label: Sequence[Word]) -> bool:
    """Whether more words with capitals stand together than a name has: “Lund Hammers Harbour Chief: “Resign””."""
    return len(label) > _NAME and all(map(is_name, label)) and not is_person_noun(label[0])


def is_beside_speech(words: Sequence[Word], phrase: Phrase) -> bool:
    """Whether a phrase is where something is, a party in brackets, a byline, a credit, or a label that is no name."""
    first, end = phrase
    if first and words[first - 1].low in PLACING and is_name(words[end - 1]) and not is_possessive(words[end - 1]):
        return True
    bracket = next((at for at in range(first - 1, max(-1, first - _BRACKETED), -1) if words[at].text in "()"), -1)
    if bracket >= 0 and words[bracket].text == "(" and (bracket == 0 or is_name(words[bracket - 1])):
        return True
    if is_byline(words) or (first > 1 and is_credit(words, first - 2)):
        return True
    if end < len(words) and words[end].text == ":" and is_headline(words[first:end]):
        return True
    end += end < len(words) and words[end].low in LABELS  # “Editor’s note”
    following = words[end].low if end < len(words) else ""
    head = next((at for at in range(first, end) if words[at].low in LINKS), end) - 1
    return words[head].low in (LABELS if following in (":", "more") else CREDITS)


def follows_label(block: Block, at: int) -> bool:
    """Whether a quote stands after a label that names nobody: “Question: “…””, or “Asked “…”, Lund nodded”."""
    begin = block.begin(at)
    if at - 1 == begin and block.words[begin].low in ("asked", "told"):
        return True
    return at > begin and block.words[at - 1].text == ":" and is_mere_label(block.words, begin, at - 1)


def is_mere_label(words: Sequence[Word], begin: int, colon: int) -> bool:
    """Whether what stands before a colon says what follows, and not who speaks: “Update:”, “Sign on the gate:”."""
    link = next((i for i in range(begin, colon) if words[i].low in LINKS or words[i].low == "on"), colon)
    owned = any(is_possessive(word) and is_name(word) and not is_person_noun(word) for word in words[begin:link])
    labels = DETERMINERS | LABELS - {"read"}  # “Lund read a statement:”
    plain = all(word.text[0].isupper() or word.low in labels for word in words[begin:link])
    return plain and link > begin and words[link - 1].low in LABELS and not owned
