"""Subtitles (SubRip and WebVTT): cues joined to paragraphs, each with the times at which its cues begin."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from io import StringIO
from itertools import pairwise
from typing import NamedTuple

from webvtt import WebVTT
from webvtt.errors import MalformedCaptionError, MalformedFileError

from corpus.errors import ArticleError
from corpus.readers.extraction import Block, Extraction, compose
from corpus.readers.text.charsets import decode_text
from corpus.readers.text.labels import read_label
from corpus.text.span import Span

_PAUSE = 2.0  # seconds without a cue, after which a new paragraph begins
_LONG, _LONGEST = 500, 1_500  # characters of a paragraph: it ends with the next sentence, or at once
_ROLLING = 0.3  # of the cues go on after lines that were shown: then they roll, and do not repeat what is said
_ROWS = 4  # of captions that roll, at most
_WORDS_A_STOP = 60  # without a full stop in so many words, a machine heard them
_STOPS = (".", "?", "!", "…", "”", '"', ")", "]", "♪", "。", "？", "！")
_TIMING = re.compile(r"^[ \t]*[\d:.,]{5,20}[ \t]*-->", re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>\n]+)>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:[A-Za-z]|\d+:)[^<>\n]*>|\{\\[^{}\n]*\}")
_ANOTHER = re.compile(r"(?:^|(?<=\s))>>+\s*|^[-‐–](?!-)\s*(?=[^\W\d_a-z]|[“\"‘'¿¡(\[♪…])")
_SOUND = re.compile(r"(?:\[[^\[\]]*\]|\([^()]*\)|\s)+|[♪♫].*")


class _Line(NamedTuple):
    """A line of a cue, without its tags."""

    start: float
    """Seconds, as the end."""
    end: float
    text: str
    voice: str | None


class _Piece(NamedTuple):
    """What is said in a cue, or a part of it."""

    start: float
    end: float
    text: str
    begins: bool
    """Whether another person begins to speak."""
    lasts: bool
    """Whether what follows is said by the same person until another begins."""
    prefix: str
    """What stands before it where it begins a paragraph: who speaks, or a dash."""


def read_subtitles(name: str, data: bytes, charset: str | None) -> Extraction:
    """Read SubRip or WebVTT, whichever it is. Raises ArticleError."""
    text, unsure = decode_text(name, data, charset)
    cues, unread = _read_cues(name, text.lstrip("\r\n\t "))
    doubts = [*unsure, *unread]
    spoken = [line.text for cue in cues for line in cue if not _SOUND.fullmatch(line.text)]
    stopped = 1 + sum(map(len, map(re.compile(r"[.?!…。]").findall, spoken)))
    punctuated = sum(len(line.split()) for line in spoken) < _WORDS_A_STOP * stopped
    if not punctuated:
        doubts.append("it has hardly a full stop, as what a machine heard: where its sentences end is not known")
    return compose(_paragraphs(_pieces(_unrolled(cues)), punctuated), doubts=doubts)


def _read_cues(name: str, text: str) -> tuple[list[tuple[_Line, ...]], list[str]]:
    """The lines of each cue that has any, and a sentence where cues cannot be read."""
    web = text.startswith("WEBVTT")
    try:
        captions = WebVTT.from_string(text) if web else WebVTT.from_buffer(StringIO(text, newline=None), format="srt")
    except (MalformedFileError, MalformedCaptionError) as error:
        raise ArticleError(name, "has no subtitles of SubRip or WebVTT in it: no number and time begin it") from error
    cues = []
    for caption in captions.captions:
        start, end = (time.in_milliseconds() / 1_000 for time in (caption.start_time, caption.end_time))
        cues.append(tuple(_Line(start, end, line, voice) for voice, line in _lines(caption.raw_text)))
    cues = [cue for cue in dict.fromkeys(cues) if cue]  # some programs write each cue twice
    written = len(_TIMING.findall(text))
    unread = max(0, written - len(captions))
    doubts = [f"{unread} of {written} cues cannot be read and are left out"] if unread else []
    return sorted(cues, key=lambda cue: cue[0].start), doubts


def _lines(raw: str) -> Iterator[tuple[str | None, str]]:
    """The lines of a cue that are not blank, and whose voice is told."""
    before, *voiced = _VOICE.split(raw)
    for voice, text in ((None, before), *zip(voiced[::2], voiced[1::2], strict=True)):
        for line in unescape(_TAG.sub("", text)).splitlines():
            words = " ".join(line.split())
            if any(map(str.isalnum, words)) or "♪" in words:
                yield " ".join(voice.split()) if voice else None, words


def _unrolled(cues: Sequence[tuple[_Line, ...]]) -> Iterator[tuple[_Line, ...]]:
    """The cues without the lines that were shown before, where they roll as live and automatic captions do."""
    shared = [_shown(one, other) for one, other in pairwise(cues)]
    going_on = sum(words > 0 and _count(cue) > words for cue, words in zip(cues[1:], shared, strict=True))
    rolling = going_on > 1 and going_on >= _ROLLING * len(shared)
    yield from cues[:1]
    for cue, words in zip(cues[1:], shared, strict=True):
        yield tuple(_without(cue, words)) if rolling else cue


def _shown(before: Sequence[_Line], cue: Sequence[_Line]) -> int:
    """With how many words a cue begins that the last lines of the one before have."""
    words = [word for line in cue for word in line.text.split()]
    for first in range(max(0, len(before) - _ROWS), len(before)):
        last = [word for line in before[first:] for word in line.text.split()]
        if words[: len(last)] == last:
            return len(last)
    return 0


def _count(cue: Iterable[_Line]) -> int:
    return sum(len(line.text.split()) for line in cue)


def _without(cue: Iterable[_Line], words: int) -> Iterator[_Line]:
    """A cue without its first words."""
    for line in cue:
        rest = line.text.split()[words:]
        words = max(0, words - len(line.text.split()))
        if rest:
            yield line._replace(text=" ".join(rest))


def _pieces(cues: Iterable[Iterable[_Line]]) -> Iterator[_Piece]:
    """What is said, parted where another person begins to speak."""
    voice: str | None = None
    before = ""
    for line in (line for cue in cues for line in cue):
        changed = line.voice != voice and not (line.voice is None and _SOUND.fullmatch(line.text))
        voice = line.voice if changed else voice
        first, *others = _ANOTHER.split(line.text)
        for text, marked in ((first, changed), *((other, True) for other in others)):
            if not text.strip():
                continue
            label = read_label(text + "\n", Span(0, len(text) + 1))
            labelled = label is not None and (before.endswith(_STOPS) or not before or label.name.of(text).isupper())
            unnamed = "– " if marked and not labelled else ""
            lasts = bool(voice) or labelled or ">>" in line.text
            yield _Piece(
                line.start, line.end, text.strip(), marked or labelled, lasts, f"{voice}: " if voice else unnamed
            )
            before = text.strip()


def _paragraphs(pieces: Iterable[_Piece], punctuated: bool) -> Iterator[Block]:
    """A paragraph for each person who speaks, or where nobody is named, for what stands between pauses."""
    text, lasts, ended = "", False, 0.0
    times: list[tuple[int, str]] = []
    for piece in pieces:
        stops = text.endswith(_STOPS) or not punctuated
        paused = piece.start - ended >= _PAUSE or len(text) >= _LONG or (text.startswith("– ") and piece.start >= ended)
        if text and (piece.begins or len(text) >= _LONGEST or (stops and paused and not lasts)):
            yield _block(text, times)
            text, times = "", []
        lasts = piece.lasts if piece.begins else lasts
        text += " " if text else piece.prefix
        times.append((len(text) if times else 0, _clock(piece.start)))
        text += piece.text
        ended = piece.end
    if text:
        yield _block(text, times)


def _block(text: str, times: Sequence[tuple[int, str]]) -> Block:
    return Block(text, place=("time", times[0][1]), breaks=tuple((at, "time", time) for at, time in times[1:]))


def _clock(seconds: float) -> str:
    """
    >>> _clock(751.9)
    '0:12:31'
    """
    minutes, second = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{second:02}"
