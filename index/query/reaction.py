"""Whom a question asks others about: “who disagreed with X”, “who praised X”."""

import re
from dataclasses import dataclass

from corpus.english.lexicon import verb_forms
from corpus.english.noun_phrases import is_somebody
from corpus.speakers.roles import head

MOST = 300  # characters; who is asked about stands early


def _pattern(plain: str, preposed: str) -> str:
    """Of the verbs for a reaction: plain ones, and those with a preposition."""
    return rf"(?:(?:{'|'.join(sorted(verb_forms(plain)))})|{preposed})"


_FOR = _pattern(
    "applaud back defend echo endorse praise second support",
    rf"(?:{'|'.join(sorted(verb_forms('agree concur side')))})\s+with",
)
_AGAINST = _pattern(
    "accuse attack blame blast challenge condemn contradict counter criticize criticise denounce dispute fault mock "
    "oppose rebuke reject ridicule slam",
    rf"(?:disagree[ds]?|{'|'.join(sorted(verb_forms('argue clash differ')))})\s+with|"
    r"object(?:s|ed)?\s+to|rebut(?:s|ted)?|"
    r"push(?:ed|es)?\s+back\s+(?:on|against)|(?:came|comes?|speaks?|spoken?|is|was|are|were)\s+(?:out\s+)?against",
)
_ASKED = re.compile(
    rf"\bwho(?:\s+[\w’']+){{0,4}}?\s+(?:(?P<agrees>{_FOR})|{_AGAINST})\s+(?:what\s+)?(?P<whom>(?:(?:the|an?)\s+)?+\S.*?)"
    r"(?=['’]s?\s|\s+(?:about|after|as|because|for|in|on|over|said|says|when|whether)\b|\W*$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reaction:
    """That somebody stands by a person, or against."""

    whom: str
    """The person, as the question writes it, without an article."""
    agrees: bool

    @property
    def verb(self) -> str:
        """A pattern of the verbs that tell of it, with their prepositions."""
        return _FOR if self.agrees else _AGAINST


def find_reaction(text: str) -> Reaction | None:
    """What reaction a question asks for, as in “who disagreed with X”; None where it asks for none to a person."""
    match = _ASKED.search(text[:MOST])
    if not match:
        return None
    whom = re.sub(r"^(?:the|an?)\s+", "", match["whom"].strip(" ,“”\"'"), flags=re.IGNORECASE)
    named = any(word[0].isupper() for word in whom.split()) or text.islower()
    return Reaction(whom, bool(match["agrees"])) if whom and (named or is_somebody(head(whom))) else None
