"""Signs that a text is not what its author wrote: letters lost or misread, columns mixed up, hardly a sentence."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from corpus.readers.extraction import Extraction
from corpus.text.place import places_of

_LOST = re.compile(r"\ufffd+|\(cid:\d+\)")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]")  # a bullet may be one, at the beginning
# Some of these are in all UTF-8 that was read as something else: as Latin, Greek or Cyrillic, or by DOS or Mac OS.
_MISREADABLE = re.compile(r"[\x80-\xff\u0370-\u04ff\u2200-\u22ff\u2500-\u259f]")
_GAP = re.compile(r"(?<=\S)(?: {3,}|\t)(?=\S)")
_SIDE_BY_SIDE = 4  # lines in a row with words on both sides of a gap, where those on the right begin at one place
_WORDS = 3  # on a side, in the middle: a table has fewer
_FEW = 12  # paragraphs: too few to tell what most of them are
_MOST, _MUCH = 0.6, 0.3  # of the paragraphs, of their letters
_SHORT = 8  # words: too few for a sentence that has no stop
_REPEATED = 3  # times
_STOPS = tuple(".?!…:;”\"’')]")
_BESIDE = 25  # letters that are shown before and after what is doubtful


def find_doubts(extraction: Extraction) -> Iterator[str]:
    """A sentence for each reason why what would be quoted may not be what was written, and where the first sign is."""
    signs: tuple[tuple[str, Callable[[str], tuple[int, int] | None]], ...] = (
        ("letters are missing", lambda text: _span(_LOST.search(text))),
        ("letters that only a font of its own shows", lambda text: _span(_PRIVATE.search(text, 1))),
        ("letters of a wrong encoding", _misread),
        ("columns side by side that are read across", _side_by_side),
    )
    texts = [span.of(extraction.text) for span in extraction.paragraphs]
    for what, find in signs:
        found = [(number, place) for number, text in enumerate(texts) if (place := find(text))]
        if found:
            number, place = found[0]
            more = f", and {len(found) - 1:,} more" if len(found) > 1 else ""
            yield f"{_where(extraction, number, place[0])}: {what} (“{_excerpt(texts[number], *place)}”){more}"
    yield from _furniture(texts)


def _span(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match else None


def _misread(text: str) -> tuple[int, int] | None:
    """Where a text has letters of UTF-8 that was read as something else, which ftfy can mend."""
    if not _MISREADABLE.search(text):
        return None
    import ftfy  # which few texts need
    from ftfy.badness import BADNESS_RE

    sign = BADNESS_RE.search(text)
    return sign.span() if sign and ftfy.fix_encoding(text) != text else None


def preload() -> None:
    """Have ftfy in memory."""
    import ftfy.badness  # noqa: F401


def _side_by_side(text: str) -> tuple[int, int] | None:
    """Where lines of two columns stand beside each other as one line."""
    run: list[tuple[int, int, int, int]] = []  # where a line's gap ends in it, its words on each side, where it begins
    start = 0
    for line in text.splitlines(keepends=True):
        gaps = list(_GAP.finditer(line.strip("\r\n")))
        if len(gaps) != 1 or (run and abs(gaps[0].end() - run[-1][0]) > 1):
            run = []
        if len(gaps) == 1:
            sides = len(line[: gaps[0].start()].split()), len(line[gaps[0].end() :].split())
            run.append((gaps[0].end(), *sides, start))
            if len(run) >= _SIDE_BY_SIDE and all(sum(row[side] for row in run) >= _WORDS * len(run) for side in (1, 2)):
                return run[0][3], run[0][3] + run[0][0]
        start += len(line)
    return None


def _furniture(texts: Sequence[str]) -> Iterator[str]:
    """A sentence where most paragraphs are no sentences, as menus and lists are, or are repeated."""
    counts = Counter(texts)
    idle = [text for text in texts if counts[text] >= _REPEATED or _is_fragment(text)]
    much = sum(map(len, idle)) >= _MUCH * sum(map(len, texts))
    if len(texts) >= _FEW and len(idle) >= _MOST * len(texts) and much:
        yield f"{len(idle):,} of {len(texts):,} paragraphs are no sentences, or repeated (“{_excerpt(idle[0], 0, 0)}”)"


def _is_fragment(text: str) -> bool:
    return len(text.split()) < _SHORT and not text.endswith(_STOPS)


def _where(extraction: Extraction, number: int, at: int) -> str:
    start = extraction.paragraphs[number].start + at
    for place in places_of(extraction.places, start, start + 1):
        return str(place)
    return f"paragraph {number + 1}"


def _excerpt(text: str, start: int, end: int) -> str:
    """What stands at a place of a text, and a few words beside it, in one line."""
    first, last = max(0, start - _BESIDE), end + _BESIDE
    shown = " ".join(text[first:last].split())
    return f"{'…' if first else ''}{shown}{'…' if last < len(text) else ''}"
