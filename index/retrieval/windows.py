"""What of a collection the reader reads: the likeliest sentences, each with those beside it."""

from collections.abc import Sequence
from itertools import chain

from index.encoding.embedding import Pieces
from index.engine.generation import Generation
from index.reading.reader import Reader


def read_windows(generation: Generation, question: str, numbers: Sequence[int], reader: Reader) -> dict[int, float]:
    """Sentence → its score by the reader, for these and those beside them."""
    windows = to_windows(generation, numbers)
    if not windows:
        return {}
    scores = reader.scores(question, [_text(generation, window) for window in windows])
    return dict(zip(chain.from_iterable(windows), chain.from_iterable(scores), strict=True))


def to_windows(generation: Generation, numbers: Sequence[int]) -> list[range]:
    """Each sentence with the one before and the one behind it in its passage; windows that meet are one."""
    windows: list[range] = []
    for number in sorted(numbers):
        own = generation.sentences_of(generation.sentences[number].passage)
        window = range(max(own.start, number - 1), min(own.stop, number + 2))
        if windows and own.start <= windows[-1].start and window.start <= windows[-1].stop:
            window = range(windows.pop().start, window.stop)
        windows.append(window)
    return windows


def _text(generation: Generation, window: range) -> tuple[str, Pieces]:
    """The text of a window, and the ranges of its sentences."""
    spans = [generation.sentences[number].span for number in window]
    text = generation.passages[generation.sentences[window.start].passage].document.text[spans[0].start : spans[-1].end]
    return text, tuple((span.start - spans[0].start, span.end - spans[0].start) for span in spans)
