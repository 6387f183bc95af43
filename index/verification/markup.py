"""Text as it reads: without the signs of Markdown and HTML, and of an encoding that was taken for another."""

import re
from html import unescape

from corpus.readers.text.cleaning import reread
from corpus.text.folding import Folded, fold, fold_text

# Bytes 128 to 255 of Windows-1252 after the first byte of UTF-8: “â€œ” for a quotation mark, “Ã©” for “é”.
_WRONG = r"[ÂÃâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,2}"
_SIGNS = re.compile(
    rf"&(?:\#\d{{1,7}}|\#x[\da-f]{{1,6}}|[a-z]{{2,8}});|{_WRONG}"
    r"|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)"  # a link, after its words
    r"|(?<=\S)\[\^?\d{1,3}\]"  # a footnote
    r"|\u00ad\s*\n\s*|(?<=\w)\*{1,3}(?=\w)",  # a break and emphasis inside a word
    re.IGNORECASE,
)


def fold_plain(text: str) -> Folded:
    """The folded text without such signs, with the map back.

    >>> fold_plain("It&rsquo;s a [new](https://x.example) plan[2]").text
    "it's a [new  plan "
    """
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    for sign in _SIGNS.finditer(text):
        _append(parts, offsets, fold(text[at : sign.start()]), at)
        meant = fold_text(_meant(sign[0]))
        parts.append(meant)
        offsets += [sign.start()] * len(meant)
        at = sign.end()
    if not at:
        return fold(text)
    _append(parts, offsets, fold(text[at:]), at)
    return Folded("".join(parts), [*offsets, len(text)])


def _append(parts: list[str], offsets: list[int], folded: Folded, start: int) -> None:
    parts.append(folded.text)
    offsets += [start + offset for offset in folded.offsets[:-1]]


def _meant(sign: str) -> str:
    if sign.startswith("&"):
        return unescape(sign)
    if sign[0] in "\u00ad*":
        return ""
    if sign[0] in "[]":
        return " "
    return reread(sign)
