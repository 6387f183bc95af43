"""Text that Discord shows exactly as it stands.

An article is somebody else's text: it must not turn into links, commands, pings, headings or spoilers, and nothing in
it may hide. `discord.utils.escape_markdown` leaves masked links and `</command:id>` alone and takes minutes on hostile
text; this is one pass, whose every step moves forward.
"""

import re

from bot.presentation.visible import INVISIBLE, SPACES, code_point, length

_PATTERN = re.compile(
    # What makes a list only at the start of a line: a hyphen, a plus, a number with a dot. The backslash goes after it.
    rf"(?P<start>^{SPACES}*+(?:\d++(?=\.)|(?=[-+])))"
    # A slash makes an invitation of discord.gg/…, a colon makes links and emojis, but not beside a blank. Parentheses
    # make a link only after brackets.
    r"|(?P<mark>[\\*_~`|<>\[\]@#]|:(?! )|(?<! )/)"
    rf"|(?P<hidden>{INVISIBLE})",
    re.MULTILINE,
)
_LINE_END = re.compile(r"\r\n?")
_WORD = re.compile(r"\S+\s*|\s+")
_LONGEST = length("⟨U+10FFFF⟩")  # what one character can become


def escape(text: str) -> str:
    """Markdown that Discord renders as `text`; characters that cannot be seen are shown as ⟨U+202E⟩.

    >>> escape("[free](https://x.example) @everyone")
    '\\\\[free\\\\](https\\\\:\\\\/\\\\/x.example) \\\\@everyone'
    """
    return _PATTERN.sub(_escaped, _LINE_END.sub("\n", text))


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    if match.lastgroup == "start":
        return character + "\\"
    return code_point(character) if match.lastgroup == "hidden" else "\\" + character


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
