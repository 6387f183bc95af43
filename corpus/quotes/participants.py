"""Whom the labels of a transcript mean, as its own text and its introduction tell."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from corpus.attribution.blocks import Block
from corpus.english.lexicon import ARTICLES
from corpus.english.noun_phrases import Word, in_one_line, without_article, words_around
from corpus.speakers.coreference import Coreference
from corpus.speakers.name_phrase import name_words
from corpus.speakers.names import Mention, read_mention, read_mentions, read_speaker
from corpus.speakers.speaker import SURE, Speaker
from corpus.text.document import Document
from corpus.text.span import Span

_INTRODUCTION = 2_000  # characters before the first turn
# How an article says that it is an interview; with “with” before whom it interviews, where it names several people.
_INTERVIEW = re.compile(
    r"\b(?:Q ?& ?A|Q and A|interview\w*|conversation|questions?|sat down|caught up|spoke|speaks|talk(?:s|ed)?|"
    r"chat(?:s|ted)?|ask(?:s|ed)?|answer(?:s|ed)?|testif\w+|testimony|sworn|"
    r"met|told us|tells us)\b",
    re.IGNORECASE,
)
_WITH = re.compile(rf"{_INTERVIEW.pattern}(?: \w+)? (?:with|to|for|of) ", re.IGNORECASE)
_NEAR = 60  # characters after it: “with the mayor of Ashby, Ida Lund”
_BY = re.compile(r"(?:\bby|\binterview(?:er)?:|\bwords:|\btext:)\s*$", re.IGNORECASE)
_BLOCK = re.compile(r"[^\r\n]+(?:(?:\r\n?|\n)[^\r\n]+)*")
_INITIALS = re.compile(r"[A-Z]{2,3}")


@dataclass(frozen=True)
class Participants:
    """The people of an article whose turns have been found."""

    document: Document
    first: int
    """Where the first turn begins."""
    labels: Collection[str]
    """Each of the labels, as it stands."""

    def labelled(self, name: Span) -> Speaker:
        """Whom a label means: by the article's full name for it, else as the label stands."""
        text = self.document.text
        label, _, bracketed = (part.strip() for part in name.of(text).partition("("))
        words = words_around(text, Span(name.start, name.start + len(label)), ())
        if _INITIALS.fullmatch(label) and (person := self._by_initials.get(label)):
            return Speaker(person, None, name, "title")
        if any(map(str.isdigit, label)) or not words:
            return Speaker(label, None, name, "named")
        if len(words) == 1:
            words = list(self._full_labels.get(words[0].low) or words)
        mention = read_speaker(words, 0, len(words))
        described = words[0].low in ARTICLES and not mention.role
        mention = self._coreference.completed(mention)
        if described or mention.name is None:
            inside = words_around(bracketed, Span(0, len(bracketed.rstrip(")"))), ())
            if len(inside) > 1 and read_mention(inside).is_named_person:  # “The Minister for Ports (Ida Lund)”
                return Speaker(in_one_line(inside), in_one_line(without_article(words)), name, "named")
            role = " ".join(word.low for word in words if word.low not in ARTICLES)
            holder = self._coreference.holder(Mention(mention.span, f"the {role}", None, role)).name
            if holder and not self._has_label(holder):
                return Speaker(holder, None, name, "title")
            return Speaker(label, None, name, "named")
        return Speaker(self._spelled(mention.name), _small(mention.role), name, "named")

    @cached_property
    def interviewed(self) -> Speaker | None:
        """Who answers, where the introduction says so: the only person in it, or the one after “interview with”."""
        heads = [(self.document.text, self._introduction), (self.document.title, Span(0, len(self.document.title)))]
        if not any(_INTERVIEW.search(text, *_ends(within)) for text, within in heads):
            return None
        people = {name: role for text, within in heads for name, role in _people(text, within)}
        people = {name: role for name, role in people.items() if name not in self.document.authors}
        nearest_first = (_named_with, _named_beside, _named_in)
        named = ({name for head in heads for name in names(*head) if name in people} for names in nearest_first)
        chosen = next((some for some in named if len(some) == 1), None)
        if chosen is None:
            return None
        (name,) = chosen
        at = max(0, self.document.text.find(name))
        mention = Span(at, min(at + len(name), len(self.document.text)))
        return Speaker(name, people[name], mention, "named", chance=SURE)  # what an introduction says clearly is sure

    @cached_property
    def _coreference(self) -> Coreference:
        text = self.document.text
        return Coreference(Block(words_around(text, paragraph, ())) for paragraph in self.document.paragraphs)

    @cached_property
    def _full_labels(self) -> Mapping[str, Sequence[Word]]:
        """The words of the one label that has more than a surname, by the surname: “Larry King” for “King”."""
        full: dict[str, Sequence[Word]] = {}
        for label in self.labels:
            words = words_around(label, Span(0, len(label)), ())
            if len(words) > 1:
                full[words[-1].low] = () if words[-1].low in full else words
        return full

    @cached_property
    def _by_initials(self) -> Mapping[str, str | None]:
        """Those whom the introduction names in full, by their initials; None where they are of several."""
        named: dict[str, str | None] = {}
        for name in {name for name, _ in _people(self.document.text, self._introduction)}:
            initials = "".join(part[0] for part in name.split())
            named[initials] = None if initials in named else name
        return named

    def _has_label(self, name: str) -> bool:
        """Whether somebody speaks under the own name, and is not whom another label means."""
        return any(name_words(label)[-1:] == name_words(name)[-1:] for label in self.labels)

    @property
    def _introduction(self) -> Span:
        return Span(max(0, self.first - _INTRODUCTION), self.first)

    def _spelled(self, name: str) -> str:
        """“OKAFOR” as the article spells it elsewhere: “Okafor”."""
        titled = name.title()
        return titled if name.isupper() and titled in self.document.text else name


def _people(text: str, within: Span) -> Iterator[tuple[str, str | None]]:
    """Those whom a text names in full, each with the role, but for who wrote it."""
    blocks = (Span(*block.span()) for block in _BLOCK.finditer(text, within.start, within.end))
    for mention in (mention for block in blocks for mention in read_mentions(words_around(text, block, ()))):
        author = _BY.search(text, max(0, mention.span.start - 12), mention.span.start)
        if mention.name and mention.is_named_person and " " in mention.name and not author:
            yield mention.name, mention.role


def _named_with(text: str, within: Span) -> Iterator[str]:
    """Those whom a text names after “interview with”."""
    for match in _WITH.finditer(text, *_ends(within)):
        near = Span(match.end(), min(within.end, match.end() + _NEAR))
        yield from islice(_named_in(text, near), 1)


def _named_beside(text: str, within: Span) -> Iterator[str]:
    """Those whom a text names in a paragraph that tells of an interview or a testimony."""
    for block in _BLOCK.finditer(text, *_ends(within)):
        if _INTERVIEW.search(text, *block.span()):
            yield from _named_in(text, Span(*block.span()))


def _named_in(text: str, within: Span) -> Iterator[str]:
    return (name for name, _ in _people(text, within))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _small(role: str | None) -> str | None:
    return role.capitalize() if role and role.isupper() and len(role) > 4 else role
