"""The dependency parse of a block, word by word as the search for a speaker sees them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.english.masked_quotes import parse_blocks
from corpus.english.noun_phrases import Word, is_quote
from corpus.english.parser import Token, children_of
from corpus.text.span import Span

_DEEP = 12  # heads above a word, more of which are not looked at
_LISTED = 3  # conjuncts or appositives, so many of which are passed


@dataclass(frozen=True)
class Syntax:
    """The parse of the words of a block. A word of several tokens, and a quote, has the grammar of their head."""

    tokens: Sequence[Token]
    """One for each word; `head` is the position of a word."""

    def ancestors(self, at: int) -> list[int]:
        """The heads above a word, the nearest first, as far as they are looked at."""
        above: list[int] = []
        while len(above) < _DEEP and (head := self.tokens[at].head) != at:
            above.append(head)
            at = head
        return above

    @cached_property
    def children(self) -> Sequence[Sequence[int]]:
        """The words that hang on each word."""
        return children_of(self.tokens)

    @cached_property
    def relations(self) -> Sequence[Collection[str]]:
        """In which ways words hang on each word."""
        return [{self.tokens[child].dependency for child in children} for children in self.children]

    def head_of(self, first: int, end: int) -> int:
        """The word on which the others of a phrase hang."""
        return next((at for at in range(first, end) if not first <= self.tokens[at].head < end), end - 1)

    def argument(self, at: int) -> tuple[int, int]:
        """The word by which a phrase with the head `at` hangs on a verb, and that verb.

        A conjunct and an appositive stand for the first of their phrase; “by Lund” for its agent.
        """
        for _ in range(_LISTED):
            if self.tokens[at].dependency in ("conj", "appos"):
                at = self.tokens[at].head
        head = self.tokens[at].head
        if self.tokens[at].dependency == "pobj" and self.tokens[head].dependency == "agent":
            return head, self.tokens[head].head
        return at, head


def read_syntax(text: str, blocks: Sequence[Sequence[Word]]) -> Iterator[Syntax]:
    """The syntax of each block of words, in order."""
    spans = [
        (Span(words[0].start, words[-1].end), [Span(word.start, word.end) for word in words if is_quote(word)])
        for words in blocks
    ]
    for words, tokens in zip(blocks, parse_blocks(text, spans), strict=True):
        yield Syntax(_of_words(words, tokens))


def _of_words(words: Sequence[Word], tokens: Sequence[Token]) -> list[Token]:
    owners, at = [], 0  # of each token its word
    for token in tokens:
        while at + 1 < len(words) and words[at].end <= token.start:
            at += 1
        owners.append(at)
    grammar = [Token(word.start, word.end, "", "", at) for at, word in enumerate(words)]
    for token, owner in zip(tokens, owners, strict=True):
        if grammar[owner].head == owner:  # none of the tokens before has a head outside of the word
            grammar[owner] = token._replace(head=owners[token.head])
    return grammar
