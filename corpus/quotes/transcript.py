"""Which of the labels in an article say who speaks: only where its form is that of a transcript, minutes or a chat."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from corpus.english.first_names import FIRST_NAMES
from corpus.english.lexicon import ARTICLES, LINKS, NO_SPEAKERS, PARTICLES, PERSON_NOUNS, TITLES, word_set
from corpus.readers.text.labels import Label, read_examiner, read_label
from corpus.text.document import Document
from corpus.text.folding import folded_words
from corpus.text.span import Span

EXAMINER = "examined by"  # no label folds to it together with a name
QUESTIONS, ANSWERS = frozenset(("q", "question")), frozenset(("a", "answer"))
_FEWEST = 3  # labelled lines: fewer may be a list or a heading
_DENSITY = 0.3  # of the paragraphs from the first label to the last, so many have one
_PERSONAL = 0.3  # of the lines of labels that are no known names, so many ask, or speak of “I” or “we”
_WORDS = 6  # on average after a label, where nobody asks or speaks of “I” or “we”
_SPOKEN = word_set("i we me us my our yes no")
_CALLED = word_set("court interviewer presenter narrator caller panel panelist everyone all") | PERSON_NOUNS | TITLES
_SENTENCE_ENDS = (".", "?", "!", "…", "—", "–", "-", "”", '"', "’", "'", ")", "]")
_LINE = re.compile(r"[^\r\n]+")
_NAMED_INSIDE = re.compile(r"(?<=[\w,] )[A-Z][\w’'-]+")
_PUT_BY_READERS = re.compile(r"\b(?:do|can|should|may|must|will|would|could|am|if|when|where|how) I\b|\b[Mm]y\b")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph, and the label that it begins with."""

    block: int
    span: Span
    label: Label | None
    key: str = ""
    """The folded words of the label; empty where there is none."""


def read_lines(document: Document) -> list[Line]:
    """The lines of the paragraphs, without the white space around them."""
    lines = []
    for block, paragraph in enumerate(document.paragraphs):
        for match in _LINE.finditer(document.text, paragraph.start, paragraph.end):
            whole = Span(*match.span())
            label, examiner = read_label(document.text, whole), read_examiner(document.text, whole)
            key = " ".join(folded_words(label.name.of(document.text).split("(")[0])) if label else ""
            lines.append(Line(block, whole.trimmed(document.text), examiner or label, EXAMINER if examiner else key))
    return lines


@dataclass(frozen=True)
class Transcript:
    """The labelled lines of an article, and what they tell of its form."""

    text: str
    lines: Sequence[Line]
    recorded: bool = False
    """Whether its source tells at what times it was said, as subtitles do."""

    @cached_property
    def speaking(self) -> frozenset[str]:
        """The keys of the labels that say who speaks; none where the form does not tell."""
        return self._of_chat() | self._of_transcript() | self._of_recording()

    @cached_property
    def is_questionnaire(self) -> bool:
        """Whether its labels are only “Q” and “A”, and its questions not those of readers, as in help pages."""
        asked = [line.span.of(self.text) for line in self.lines if line.key in QUESTIONS]
        own = sum(bool(_PUT_BY_READERS.search(question)) for question in asked)
        return bool(asked) and 2 * own < len(asked) and any(line.key in ANSWERS for line in self.lines)

    def _of_chat(self) -> frozenset[str]:
        keys = [line.key for line in self.lines if line.label and line.label.stamped and line.key not in NO_SPEAKERS]
        return frozenset(keys) if len(keys) >= _FEWEST and len(set(keys)) < len(keys) else frozenset()

    def _of_recording(self) -> frozenset[str]:
        lines = [line for line in self.lines if self._may_be_named(line)] if self.recorded else []
        times = Counter(line.key for line in lines)
        named = {key for key in times if self._is_named(key)}
        dense = len(times) > 1 and self._is_dense(lines)
        settled = [line for line in lines if times[line.key] > 1 or line.key in named or (dense and " " in line.key)]
        spoken = dense or (bool(settled) and self._is_spoken(settled, named))  # a recording is all speech
        return frozenset(line.key for line in settled) if spoken else frozenset()

    def _of_transcript(self) -> frozenset[str]:
        lines = [line for line in self.lines if self._may_speak(line)]
        times = Counter(line.key for line in lines)
        if lines and lines[0] is self.lines[0] and not self._after(lines[0]).endswith((".", "?", "!", "…")):
            lines = lines[1:]  # a headline
        keys = frozenset(line.key for line in lines)
        named = {key for key in keys if key in QUESTIONS | ANSWERS or self._is_named(key)}
        settled = [line for line in lines if times[line.key] > 1 or line.key in named]
        alone = keys <= QUESTIONS | ANSWERS or len(keys) < 2  # of “Q” and “A” the introduction tells
        few = len(settled) < max(_FEWEST, len(lines) / 2)
        if alone or few or not self._is_dense(settled) or not self._alternates(lines, named):
            return frozenset()
        return keys if self._is_spoken(settled, named) else frozenset()

    def _alternates(self, lines: Sequence[Line], named: Collection[str]) -> bool:
        """Whether those who are labelled speak by turns, or some are members with a title."""
        keys = {line.key for line in lines}
        asked = any(self._after(line).endswith("?") for line in lines)
        changes = sum(one.key != other.key for one, other in pairwise(lines))
        titled = sum(key.split()[0] in TITLES for key in named) > 1
        return titled or (len(keys) < len(lines) and (asked or changes >= len(keys)))

    def _is_spoken(self, lines: Sequence[Line], named: Collection[str]) -> bool:
        """Whether what follows the labels reads like speech of people, and not like a list of results."""
        texts = [self._after(line) for line in lines]
        said = [folded_words(text) for text in texts]
        personal = sum(
            text.endswith("?") or not _SPOKEN.isdisjoint(words) for text, words in zip(texts, said, strict=True)
        )
        sentences = personal or sum(map(len, said)) >= _WORDS * len(said)
        known = 2 * sum(line.key in named for line in lines) >= len(lines)
        return bool(sentences) and (known or personal >= _PERSONAL * len(lines))

    def _may_speak(self, line: Line) -> bool:
        """Whether a label is written like a name, and a sentence follows it."""
        return self._may_be_named(line) and self._after(line).endswith(_SENTENCE_ENDS)

    def _may_be_named(self, line: Line) -> bool:
        """Whether a label is written like a name."""
        if not line.label or not line.key:
            return False
        words = line.label.name.of(self.text).split("(")[0].split()
        office = words[0].lower() in ARTICLES and words[-1] in PERSON_NOUNS  # “The minister”
        small = () if office else [word for word in words[1:] if word[0].islower()]
        named = words[0][0].isupper() and len(words) <= 5 and all(w in PARTICLES | LINKS | ARTICLES for w in small)
        keys = line.key.split()
        somebody = keys[0] in TITLES or NO_SPEAKERS.isdisjoint(keys)
        return named and somebody

    def _after(self, line: Line) -> str:
        """What follows a label in its block, up to the next label, without emphasis at its end."""
        end = self._ends[line.span.start]
        return self.text[line.label.end if line.label else line.span.start : end].rstrip(" \t\r\n*_")

    @cached_property
    def _ends(self) -> Mapping[int, int]:
        """Where the words after each label end, by where its line begins."""
        ends: dict[int, int] = {}
        begun: Line | None = None
        for line in self.lines:
            begun = line if line.key or begun is None or begun.block != line.block else begun
            ends[begun.span.start] = line.span.end
        return ends

    def _is_named(self, key: str) -> bool:
        """Whether a label has a title or a first name, or the article names its last word elsewhere."""
        words = key.split()
        known = words[0] in FIRST_NAMES or not _CALLED.isdisjoint(words)
        return known or (len(words[-1]) > 2 and words[-1] in self._named_inside)

    @cached_property
    def _named_inside(self) -> frozenset[str]:
        """The words with a capital inside sentences, folded; the labels themselves do not count."""
        pieces = (self._after(line) if line.label else line.span.of(self.text) for line in self.lines)
        return frozenset(
            word for piece in pieces for name in _NAMED_INSIDE.findall(piece) for word in folded_words(name)
        )

    def _is_dense(self, lines: Sequence[Line]) -> bool:
        return len({line.block for line in lines}) >= _DENSITY * (lines[-1].block - lines[0].block + 1)
