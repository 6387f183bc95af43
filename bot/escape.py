"""Text that Discord shows exactly as it stands.

An article is somebody else's text: it must not turn into links, commands, pings, headings or spoilers, and nothing in
it may hide. `discord.utils.escape_markdown` leaves masked links and `</command:id>` alone and takes minutes on hostile
text; this is one pass, whose every step moves forward.
"""

import re
from collections.abc import Iterator

from bot.limits import length

_SPACES = r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_JOINED = r"\u0590-\u1dff\u2070-\ufe0f\ufe20-\ufefe\uff00-\uffef\U00010000-\U000dffff"
_HIDDEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    r"\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# The joiners shape emojis and whole scripts; between other characters they only hide.
_INVISIBLE = rf"[{_HIDDEN}]|(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])"
_HIDING = re.compile(_INVISIBLE)
_PATTERN = re.compile(
    # What makes a list only at the start of a line: a hyphen, a plus, a number with a dot. The backslash goes after it.
    rf"(?P<start>^{_SPACES}*+(?:\d++(?=\.)|(?=[-+])))"
    # A slash makes an invitation of discord.gg/…, a colon makes links and emojis.
    r"|(?P<mark>[\\*_~`|<>\[\]()@#:/])"
    rf"|(?P<hidden>{_INVISIBLE})",
    re.MULTILINE,
)
_LINE_END = re.compile(r"\r\n?")
_WORD = re.compile(r"\S+\s*|\s+")
_LONGEST = length("⟨U+10FFFF⟩")  # what one character can become


def escape(text: str) -> str:
    """Markdown that Discord renders as `text`; characters that cannot be seen are shown as ⟨U+202E⟩.

    >>> escape("[free](https://x.example) @everyone")
    '\\\\[free\\\\]\\\\(https\\\\:\\\\/\\\\/x.example\\\\) \\\\@everyone'
    """
    return _PATTERN.sub(_escaped, _LINE_END.sub("\n", text))


def _escaped(match: re.Match[str]) -> str:
    found = match.group()
    if match.lastgroup == "start":
        return found + "\\"
    return _code(found) if match.lastgroup == "hidden" else "\\" + found


def _code(hidden: str) -> str:
    return f"⟨U+{ord(hidden):04X}⟩"


def visible(text: str) -> str:
    """`text` with the characters that cannot be seen shown as ⟨U+202E⟩, for places that have no Markdown."""
    return _HIDING.sub(lambda match: _code(match.group()), text)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The whole of `text` in runs, each with nothing; a character that cannot be seen alone, with its ⟨U+202E⟩."""
    at = 0
    for match in _HIDING.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], ""
        yield match.group(), _code(match.group())
        at = match.end()
    if at < len(text):
        yield text[at:], ""


def label(text: str, room: int) -> str:
    """`text` in one line of at most `room` characters, for places that have no Markdown. Never used on a quote."""
    whole = visible(" ".join(text.split()))
    kept = whole[:room]
    while length(kept) + (len("…") if kept != whole else 0) > room:
        kept = kept[:-1]
    return kept if kept == whole else kept.rstrip() + "…"


def block_quote(text: str) -> str:
    """`text`, escaped, as a block quote."""
    return "\n".join("> " + line for line in escape(text).split("\n"))


def block_quotes(text: str, room: int) -> tuple[str, ...]:
    """The whole of `text` as block quotes of at most `room` characters each, parted at white space.

    A word that is longer than a message is parted inside, since nothing is left out.
    """
    pieces = [""]
    used = 0
    for word in _words(text, room):
        cost = _cost(word)
        if used and used + cost > room - len("> "):
            pieces.append("")
            used = 0
        pieces[-1] += word
        used += cost
    return tuple(block_quote(piece.strip("\n\r")) for piece in pieces)


def _words(text: str, room: int) -> list[str]:
    step = max(1, (room - len("> ")) // _LONGEST)
    words: list[str] = []
    for word in _WORD.findall(text):
        small = _cost(word) <= room - len("> ")
        words += [word] if small else [word[at : at + step] for at in range(0, len(word), step)]
    return words


def _cost(word: str) -> int:
    """At least what a word adds to a block quote: each of its lines may begin with a mark."""
    return length(escape(word)) + len("> ") * word.count("\n") + len("> ") * word.count("\r")


def clipped(text: str, room: int) -> str:
    """A label, escaped and in one line, shortened with “…” where it is longer than `room`. Never used on a quote."""
    text = " ".join(text.split())
    whole = escape(text[: room + 1])
    if len(text) <= room and length(whole) <= room:
        return whole
    kept, used = "", len("…\\")  # the backslash that a number at the start may get
    for character in text:
        used += length(escape(character))
        if used > room:
            break
        kept += character
    return escape(kept.rstrip()) + "…"
