"""A parsed sentence as a tree of words."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cached_property

from corpus.english.parser import Token, children_of
from corpus.text.span import Span


class ParsedSentence:
    """The tokens of a sentence; a word is known by its place among them."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.words = [text[token.start : token.end].lower() for token in tokens]
        """In small letters."""

    @cached_property
    def children(self) -> list[list[int]]:
        """The words that depend on each one, in order."""
        return children_of(self.tokens)

    @cached_property
    def _finite(self) -> list[int]:
        """The places of the finite verbs."""
        return [at for at, token in enumerate(self.tokens) if token.tag in ("VBD", "VBZ", "VBP", "MD")]

    def child(self, head: int, *dependencies: str) -> int | None:
        """The first word that depends on another in one of these ways."""
        return next((at for at in self.children[head] if self.tokens[at].dependency in dependencies), None)

    def subtree(self, head: int, skipped: Collection[str] = ()) -> list[int]:
        """A word and all that depend on it, in order, without what depends on any in one of the `skipped` ways."""
        places, waiting = [], [head]
        while waiting:
            at = waiting.pop()
            places.append(at)
            waiting += [child for child in self.children[at] if self.tokens[child].dependency not in skipped]
        return sorted(places)

    def is_clause(self, places: range) -> bool:
        """Whether a finite verb stands there."""
        return bisect_left(self._finite, places.stop) > bisect_left(self._finite, places.start)

    def span(self, places: range) -> Span:
        """The characters of a run of words."""
        return Span(self.tokens[places[0]].start, self.tokens[places[-1]].end)
