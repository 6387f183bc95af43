"""Whose words a question asks for."""

import re
from collections import Counter
from dataclasses import dataclass

from corpus.english.lexicon import PLAIN_VERBS, SPEECH_VERBS
from corpus.english.noun_phrases import is_somebody
from corpus.speakers.roles import head
from corpus.text.folding import fold_text, folded_words
from index.engine.vocabulary import LETTERS, QUESTION_WORDS, Vocabulary

MOST = 300  # characters; who is asked about stands early, and patterns stay cheap
KEY_WORDS = 5  # at most; more are a sentence

_ASKING = frozenset(QUESTION_WORDS.split())
_NAMELESS = frozenset(
    "he she it they we i you one anyone anybody someone somebody people everyone this that not is are was were "
    "being".split()
)
_SAY = (
    r"(?:say|said|saying|tell|told|claim|claimed|comment|commented|remark|remarked|reply|replied|mention|mentioned|"
    r"deny|denied)\b"
)
_AUXILIARY = r"(?:did|does|do|has|have|had|is|was|were|are)\b"
_ADVERB = r"(?:(?:also|actually|ever|exactly|just|once|publicly|really)\s+)?"
_START = r"(?:^|[.!?,;:]\s+|\b(?:tell|show|give)\s+(?:me|us)\s+|\bknow\s+)\W*(?:and\s+|so\s+|but\s+)?"
_WHO = r"(?P<who>(?:(?:the|an?)\s+)?+\S.*?)"  # more than an article, whose noun may be a verb too: “did the report say”
_NOUN = r"(?:comment|reaction|statement|opinion|view)s?"
_WORDS = (
    rf"{_START}what\s+(?:else\s+|exactly\s+)?{_AUXILIARY}\s+{_WHO}\s+{_ADVERB}{_SAY}",
    rf"{_START}what\s+(?!{_AUXILIARY}){_WHO}\s+(?:has\s+|had\s+)?said\b",
    rf"{_START}what\s+(?:else\s+)?{_AUXILIARY}\s+{_WHO}\s+(?:write|written|post|posted|tweet|tweeted)(?:\s+back\b|(?=\W*$))",
    rf"{_START}what\s+(?:is|was|were|are)\s+{_WHO}['’]s?\s+{_NOUN}\b",
    rf"{_START}(?:did|does|has|have|had)\s+{_WHO}\s+{_ADVERB}(?:{_SAY}|call\b|called\b|describe\b|described\b)",
    rf"\b(?:know\s+)?(?:true|if|whether)\s+(?:that\s+)?{_WHO}\s+(?:has\s+|had\s+)?{_ADVERB}(?:said|says|told|claimed|denied)\b",
    r"\bquotes?\s+(?:by|from|of)\s+(?P<who>[\w.'’ -]+?)(?=\s+(?:about|on|regarding)\b|[?.!]*$)",
)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_VERB = rf"(?:{'|'.join(sorted(PLAIN_VERBS))})\b"
_RATHER_WORDS = (
    rf"{_START}how\s+(?:did|does|do|has|have)\s+{_WHO}\s+(?:react|respond|reply|replied|reacted|responded)\b",
    rf"{_START}what\s+(?:is|was|were|are)\s+{_WHO}['’]s?\s+(?:response|reply|position|stance|take|answer)s?\b",
    rf"{_START}(?:what|why|how)\s+(?:did|does|do)\s+{_WHO}\s+{_ADVERB}{_VERB}",
    rf"{_START}(?:did|does|do)\s+{_WHO}\s+{_ADVERB}{_VERB}",
)
_FORMS = [
    (re.compile(pattern, re.IGNORECASE), only)
    for patterns, only in ((_WORDS, True), (_RATHER_WORDS, False))
    for pattern in patterns
]
_MAX_NAME = 9  # words; longer ones are clauses, not names
_HE_OR_SHE = frozenset({"he", "she", "they"})
# “When Lund was asked about Moe, what did she say?” asks for Lund's words: for those of the clause's subject.
_OPENING = re.compile(
    r"\W*(?:and|as|after|because|before|but|if|once|since|so|though|when|while)\s+|\W+", re.IGNORECASE
)
_PREPOSITIONS = frozenset(
    "about after among at before by concerning during for from in of on regarding to under with".split()
)
_NAME_IN_CLAUSE = re.compile(r"[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*)*")
_VERBS = SPEECH_VERBS - PLAIN_VERBS | {"got", "gets", "came", "took", "made", "met"}
_VERB_OF_CLAUSE = re.compile(
    rf"\s+(?:{_AUXILIARY}|(?:{'|'.join(sorted(_VERBS))}|\w+ed|will|would|can|could)\b)|[,;:!?–—]|\.\s+(?=(?-i:[A-Z])|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedSpeaker:
    """Whose words a question asks for."""

    name: str
    """As the question writes it, without an article."""
    asking: str
    """The words that ask for them: “What did the mayor say”."""
    only_words: bool
    """Whether nothing but words of this speaker answers."""


def find_speaker(text: str) -> AskedSpeaker | None:
    """Whose words a question asks for, as in “what did X say” or “did X say that …”; None where it is nobody's."""
    for pattern, only in _FORMS:
        match = pattern.search(text[:MOST])
        if match:
            who = match["who"]
            subject = _subject(text[: match.start()]) if who.lower() in _HE_OR_SHE else ""
            who = _ARTICLE.sub("", (subject or who).strip(" ,“”\"'@"))
            words = fold_text(who).split()
            named = 0 < len(words) <= _MAX_NAME and not _NAMELESS.intersection(words)
            before = text[: match.start()] if subject and _has_topic(text[match.end() :]) else subject
            return AskedSpeaker(who, f"{before} {match.group()}", only) if named else None
    return None


def _has_topic(rest: str) -> bool:
    return not _ASKING.union(_NAMELESS).issuperset(folded_words(rest))


def _subject(clause: str) -> str:
    """Whom the clause before a question is about: its subject, or the last name where it opens with a preposition."""
    opening = _OPENING.match(clause)
    clause = clause[opening.end() if opening else 0 :]
    first, _, rest = clause.partition(" ")
    if first.lower() in _PREPOSITIONS:
        return next(reversed(_NAME_IN_CLAUSE.findall(rest)), "")
    name, end = _NAME_IN_CLAUSE.match(clause), _VERB_OF_CLAUSE.search(clause)
    subject = clause[: end.start()] if end else clause
    if _ARTICLE.match(subject):
        return subject if is_somebody(head(subject)) else ""
    return name[0] if name and not name[0].endswith(("'s", "’s")) and len(name[0]) < len(subject) else subject


def typed_name(text: str, vocabulary: Vocabulary) -> AskedSpeaker | None:
    """The name among a few key words, as in “vega river?”: the words that the articles write with a capital."""
    words = LETTERS.findall(text)
    if len(words) > KEY_WORDS or not _ASKING.isdisjoint(folded_words(text)):
        return None
    names = [word for word in words if _is_name(vocabulary.spellings("".join(folded_words(word))))]
    name = " ".join(names)
    return AskedSpeaker(name, name, only_words=False) if name and len(names) < len(words) and name in text else None


def _is_name(spellings: Counter[str]) -> bool:
    capital = sum(count for spelling, count in spellings.items() if spelling[0].isupper())
    return 2 * capital > spellings.total()


def asked_speaker(text: str) -> str | None:
    """The name of whom a question asks to be quoted; None where it asks for nobody's words alone."""
    asked = find_speaker(text)
    return asked.name if asked and asked.only_words else None
