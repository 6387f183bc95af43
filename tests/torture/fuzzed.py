"""Files of every form, spoilt in many ways: each is read, or refused with its reason."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.errors import ArticleError
from corpus.readers.forms import FORMS
from corpus.text.document import Document, text_id
from tests.support.sample_files import sample
from tests.torture.outcome import Outcome, told
from tests.torture.watched_reading import WatchedReading

HOLDS = "each spoilt file is read or refused with its reason, in 20 s and 1 GiB, and what is read stands in its text"
SEED = 20
_MOST_CHANGES = 40


def fuzzed(count: int, folder: Path) -> Outcome:  # noqa: ARG001 - nothing is written
    """So many files, as many of each form."""
    rng = random.Random(SEED)  # noqa: S311 - the same files every time
    broken: list[str] = []
    with WatchedReading() as reading:
        for number, suffix in zip(range(count), _suffixes(), strict=False):
            data, how = spoilt(sample(suffix), rng)
            found = [*_wrong(reading, f"spoilt{suffix}", data)]
            broken += told(f"{number}, {suffix}, {how}", found)
        return Outcome(HOLDS, count, reading.watch.figures, (*broken, *reading.watch.broken))


def _suffixes() -> Iterator[str]:
    while True:
        yield from FORMS


def _wrong(reading: WatchedReading, name: str, data: bytes) -> Iterator[str]:
    try:
        document = reading.read(name, data)
    except ArticleError as error:
        if not error.reason.strip() or "\n" in error.reason or not str(error).isprintable():
            yield f"the reason is {error.reason!r}"
    except Exception as error:
        yield f"{type(error).__name__}: {error}"
    else:
        yield from _unfit(document)


def _unfit(document: Document) -> Iterator[str]:
    """A sentence for each thing that a document says of itself and is not so."""
    if document.id != text_id(document.text):
        yield "its id is of another text"
    spans = [*document.paragraphs, *document.captions]
    if not all(0 <= span.start < span.end <= len(document.text) and span.of(document.text).strip() for span in spans):
        yield "a paragraph stands outside of the text, or is empty"
    if list(document.paragraphs) != sorted(document.paragraphs):
        yield "its paragraphs are out of order"
    starts = [place.start for place in document.places]
    if starts != sorted(starts) or not all(0 <= start <= len(document.text) for start in starts):
        yield "its places are out of order"


# Spoiling ------------------------------------------------------------------------------------------------------------


def spoilt(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    """A file with a few things changed in it, and what was done. In a packed one a file is often changed, and packed
    anew, lest nothing of it be unpacked."""
    change = rng.choice(_CHANGES)
    if data.startswith(b"PK") and rng.random() < 0.7:
        return _repacked(data, change, rng), f"{change.__name__} in a packed file"
    return change(data, rng), change.__name__


def _repacked(data: bytes, change: Callable[[bytes, random.Random], bytes], rng: random.Random) -> bytes:
    spoilt_file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(spoilt_file, "w", zipfile.ZIP_DEFLATED) as after:
        chosen = rng.choice(before.infolist())
        for info in before.infolist():
            content = before.read(info)
            after.writestr(info, change(content, rng) if info is chosen else content)
    return spoilt_file.getvalue()


def flip(data: bytes, rng: random.Random) -> bytes:
    """Some bits are others."""
    spoilt = bytearray(data)
    for _ in range(rng.randint(1, _MOST_CHANGES)) if data else ():
        spoilt[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def cut(data: bytes, rng: random.Random) -> bytes:
    """The end, the beginning or a part is missing."""
    first, last = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
    return rng.choice((data[:first], data[first:], data[:first] + data[last:]))


def insert(data: bytes, rng: random.Random) -> bytes:
    """Bytes stand in it that nobody wrote."""
    at = rng.randint(0, len(data))
    return data[:at] + rng.randbytes(rng.randint(1, 200)) + data[at:]


def swap(data: bytes, rng: random.Random) -> bytes:
    """Two parts stand in each other's place."""
    a, b, c, d = sorted(rng.randint(0, len(data)) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def repeat(data: bytes, rng: random.Random) -> bytes:
    """A part stands there many times."""
    first = rng.randint(0, len(data))
    part = data[first : first + rng.randint(1, 60)]
    return data[:first] + part * rng.randint(2, 2_000) + data[first:]


def number(data: bytes, rng: random.Random) -> bytes:
    """A number is another, as a length or an offset is."""
    digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    if not digits:
        return flip(data, rng)
    at = rng.choice(digits)
    return data[:at] + rng.choice((b"-1", b"0", b"65536", b"4294967295", b"99999999999999999999")) + data[at + 1 :]


_CHANGES = (flip, cut, insert, swap, repeat, number)
