"""Text with the characters that cannot be seen made visible."""

import re
from collections.abc import Iterator

SPACES = r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_JOINED = r"\u0590-\u1dff\u2070-\ufe0f\ufe20-\ufefe\uff00-\uffef\U00010000-\U000dffff"
_HIDDEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    r"\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# The joiners shape emojis and whole scripts; between other characters they only hide.
INVISIBLE = rf"[{_HIDDEN}]|(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])"
_HIDING = re.compile(f"({INVISIBLE})")


def code_point(hidden: str) -> str:
    return f"⟨U+{ord(hidden):04X}⟩"


def visible(text: str) -> str:
    """`text` with the characters that cannot be seen shown as ⟨U+202E⟩, for places that have no Markdown."""
    return _HIDING.sub(lambda match: code_point(match.group()), text)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The whole of `text` in runs, each with nothing; a character that cannot be seen alone, with its ⟨U+202E⟩."""
    for number, run in enumerate(_HIDING.split(text)):
        if run:
            yield run, code_point(run) if number % 2 else ""


def label(text: str, room: int) -> str:
    """`text` in one line of at most `room` characters, for places that have no Markdown. Never used on a quote."""
    whole = visible(" ".join(text.split()))
    kept = whole[:room]
    while length(kept) + (len("…") if kept != whole else 0) > room:
        kept = kept[:-1]
    return kept if kept == whole else kept.rstrip() + "…"


def length(text: str) -> int:
    """The characters of a text, counted as the strictest of Discord's clients counts them: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
