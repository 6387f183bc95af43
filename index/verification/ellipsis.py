"""Whether what an ellipsis leaves out changes what is said."""

import re
from collections.abc import Iterator
from itertools import groupby

from corpus.english.denials import CONDITIONS, NEGATIONS, UNTRUE
from corpus.english.lexicon import word_set
from corpus.text.folding import fold_text
from corpus.text.sentences import split_sentences
from corpus.text.span import Span
from index.verification.alignment import Alignment
from index.verification.tokens import Token

# Without them a sentence says more than was said, or the opposite of it.
_LIMITING = (
    NEGATIONS
    | CONDITIONS
    | UNTRUE
    | word_set(
        "no nothing nowhere few little rarely seldom scarcely barely only except until provided assuming doubt doubts "
        "doubted doubtful impossible unlikely refuse refuses refused decline declines declined fail "
        "fails failed"
    )
)
_WORD = re.compile(r"\w+(?:'\w+)*")


def changes_meaning(alignment: Alignment) -> bool:
    """Whether an ellipsis of the claim leaves out a denial or a condition of a sentence that it keeps a part of."""
    text = alignment.place.document.text
    return any(_is_limiting(word) for cut in _cuts(alignment, text) for word in _WORD.findall(fold_text(cut.of(text))))


def _is_limiting(word: str) -> bool:
    return word in _LIMITING or word.endswith("n't")


def _cuts(alignment: Alignment, text: str) -> Iterator[Span]:
    """What is left out of the sentences that the words before and after an ellipsis stand in."""
    real = [(run.kind == "gap", token) for run in alignment.runs for token in run.real]
    last: Token | None = None
    for left_out, group in groupby(enumerate(real), key=lambda numbered: numbered[1][0]):
        tokens = [(number, token) for number, (_, token) in group]
        if left_out and last:
            following = real[tokens[-1][0] + 1][1]
            kept = split_sentences(text, Span(last.span.start, following.span.end))
            for _, token in tokens:
                if kept[0].contains(token.span) or kept[-1].contains(token.span):
                    yield token.span
        last = tokens[-1][1]
