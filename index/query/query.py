"""What a question asks for."""

import re
from dataclasses import dataclass

from corpus.errors import PullquoteError
from corpus.text.folding import readable
from index.engine.bm25 import stems
from index.engine.vocabulary import QUESTION_WORDS, Vocabulary
from index.query.cleaning import asking, lines, quoted
from index.query.reaction import Reaction, find_reaction
from index.query.speaker import find_speaker, typed_name
from index.query.spelling import respelled

MAX_QUESTION = 6_000  # characters; the most that Discord lets a slash command carry
_ASKING = frozenset(stems(QUESTION_WORDS))


class QuestionError(PullquoteError):
    """A question that holds nothing to look for, or too much."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as text: what was typed, and what is asked."""

    typed: str
    """As it was typed, white space folded."""
    text: str
    """The part that asks, in plain characters."""
    changed: bool
    """Whether that is another text than was typed, but for its characters."""

    def rewritten(self, text: str) -> "Question":
        """The question with another text: what a follow-up means, or a misspelt word as it was meant."""
        return self if text == self.text else Question(self.typed, read_question(text[:MAX_QUESTION]).text, True)


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood."""

    typed: str
    """As it was typed, white space folded."""
    text: str
    """What is looked for, and encoded: the part that asks, in plain characters, each word spelled as it was meant."""
    words: tuple[str, ...]
    """All of its words, stemmed."""
    telling: tuple[str, ...]
    """Those an answer should share: without the words that ask and the speaker's name; each once."""
    understood: str | None = None
    """`text`, where that is not what was typed but for its characters."""
    speaker: str | None = None
    """Whose words are asked for, as in “what did X say”."""
    only_words: bool = False
    """Whether nothing but words of the speaker answers; not so of “why did X call it a scandal”, or of key words."""
    phrases: tuple[str, ...] = ()
    """What stands between quotation marks, without them."""
    reaction: Reaction | None = None
    """What others do or say about a person, where it asks for that."""
    wants_circumstances: bool = False
    """Whether it asks when, where or who: then the sentence around a quote answers, not the quote alone."""


def parse(question: str, vocabulary: Vocabulary | None = None) -> Query:
    """What a question asks for, its words spelled as a vocabulary has them. Raises as `read_question` does."""
    return to_query(read_question(question), vocabulary)


def read_question(question: str) -> Question:
    """The part of a question that asks.

    Raises QuestionError where it holds no word, or more than MAX_QUESTION characters.
    """
    as_typed = lines(question)
    typed = " ".join(as_typed)
    if len(typed) > MAX_QUESTION:
        raise QuestionError(f"that question has {len(typed):,} characters; the limit is {MAX_QUESTION:,}")
    plain = [readable(line) for line in as_typed]
    whole = " ".join(plain)
    asked = asking(plain)
    if _ASKING.issuperset(stems(asked)):
        asked = whole  # “who said this?”: what it asks about is what was pasted beside it
    text = asked[:MAX_QUESTION]  # one character can stand for eighteen
    if not stems(text):
        raise QuestionError(
            "there are no words in that question; ask something like “What did the minister say about the budget?”"
        )
    return Question(typed, text, changed=asked != whole)


def to_query(question: Question, vocabulary: Vocabulary | None = None) -> Query:
    """What a question asks for, its words spelled as a vocabulary has them."""
    if vocabulary:
        question = question.rewritten(respelled(question.text, vocabulary))
    text = question.text
    words = tuple(stems(text))
    asked = find_speaker(text) or (typed_name(text, vocabulary) if vocabulary else None)
    known = _ASKING.union(stems(asked.asking) if asked and asked.only_words else ())
    return Query(
        typed=question.typed,
        text=text,
        words=words,
        telling=tuple(dict.fromkeys(word for word in words if word not in known)),
        understood=text if question.changed else None,
        speaker=asked.name if asked else None,
        only_words=asked is not None and asked.only_words,
        phrases=quoted(text),
        reaction=None if asked else find_reaction(text),
        wants_circumstances=bool(re.search(r"\b(?:when|where|who|whom|whose)\b", text, re.IGNORECASE)),
    )
