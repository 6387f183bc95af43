"""Article text within Discord's markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.messages.escape import block_quote, block_quotes, clipped, escape
from bot.discord.messages.limits import MESSAGE
from bot.presentation.visible import label, length, visible
from tests.support.growth import growth

_SHOWN = re.compile(r"⟨U\+([0-9A-F]{4,6})⟩")
MARKS = r"""\*_~|`>#-+[]()<:@/!.=&'" 0123456789"""
HOSTILE = st.text(st.one_of(st.sampled_from(MARKS + "\n\r\t\u200b\u202e\u2066ab"), st.characters(codec="utf-8")))


def rendered(markdown: str) -> str:
    """What Discord shows of escaped text: a backslash before a mark goes away. Hidden characters are put back."""
    shown = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown)
    return _SHOWN.sub(lambda match: chr(int(match[1], 16)), shown)


def unquoted(quote: str) -> str:
    """A block quote without its marks."""
    assert all(line.startswith("> ") for line in quote.split("\n"))
    return "\n".join(line[2:] for line in quote.split("\n"))


def with_plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(HOSTILE)
def test_what_is_shown_is_what_stands(text: str) -> None:
    """Rendering an escaped text gives the text."""
    assert rendered(escape(text)) == with_plain_lines(text)


@given(HOSTILE)
def test_no_mark_is_left_unescaped(text: str) -> None:
    """Without the escaped pairs, nothing is left that Discord reads as markdown."""
    left = re.sub(r"\\[^0-9A-Za-z\s]", "x", escape(text))
    assert not re.search(r"[\\*_~`|<>\[\]@#]|:(?! )|(?<! )/", left)
    assert not re.search(r"^\s*(?:[-+]|\d+\.)", left, re.MULTILINE)


@pytest.mark.parametrize(
    "text",
    [
        "[free](https://x.example)",
        "[a](b)[c](d)",
        "</ask:123>",
        "<t:1700000000:R>",
        "<@123> <@&123> <#123>",
        "<a:wave:123>",
        ":smile:",
        "||hidden||",
        "https://x.example/a_b_c",
        "discord.gg/abc",
        "@everyone @here",
        "# heading",
        "-# small",
        "- item",
        "  + item",
        "12. item",
        "> quote",
        ">>> quote",
        "```code```",
        "***bold***",
        "~~gone~~",
        "¯\\_(ツ)_/¯",
        "ends with \\",
    ],
)
def test_known_tricks_are_shown_as_text(text: str) -> None:
    """None of Discord's own markups gets through, and each is shown letter for letter."""
    assert rendered(escape(text)) == text
    assert escape(text) != text


def test_ordinary_prose_is_left_as_it_is() -> None:
    """Quotation marks, dashes, parentheses and numbers within a line need no backslash, nor colons and slashes beside a
    blank."""
    prose = "“We’ll see — in 2.5 years,” he said: a well-known (12-year-old) “yes”! See /settings."
    assert escape(prose) == prose


@pytest.mark.parametrize(
    "character", ["\u202e", "\u2066", "\u200b", "\u200e", "\ufeff", "\u00ad", "\u2028", "\U000e0041"]
)
def test_what_cannot_be_seen_is_made_visible(character: str) -> None:
    """Characters that hide or turn text around are named."""
    assert escape(f"pay{character}pal") == f"pay⟨U+{ord(character):04X}⟩pal"


def test_joiners_stay_where_they_shape_what_is_written() -> None:
    """A family emoji and Persian keep their joiners; between Latin letters they are shown."""
    assert escape("👩\u200d👧 می\u200cخواهم") == "👩\u200d👧 می\u200cخواهم"
    assert escape("pay\u200dpal") == "pay⟨U+200D⟩pal"


def test_every_line_of_a_block_quote_is_marked() -> None:
    """A quote of several lines stays one quote, whatever ends its lines."""
    assert block_quote("one\r\ntwo\n- three") == "> one\n> two\n> \\- three"


@given(HOSTILE, st.integers(60, 400))
def test_parted_quotes_hold_all_of_the_text(text: str, room: int) -> None:
    """Nothing is lost where a quote is spread over messages, and every part fits."""
    parts = block_quotes(text, room)
    assert all(length(part) <= room for part in parts)
    shown = "".join(rendered(unquoted(part)) for part in parts)
    assert re.sub(r"[\r\n]", "", shown) == re.sub(r"[\r\n]", "", text)


def test_quotes_are_parted_at_white_space() -> None:
    """No word is cut that would fit a message."""
    text = "word-and-word " * 400
    parts = block_quotes(text.strip(), MESSAGE)
    assert len(parts) > 1
    assert all(rendered(unquoted(part)).strip().split(" ")[-1] == "word-and-word" for part in parts)


@given(HOSTILE, st.integers(12, 200))
def test_labels_fit_their_room(text: str, room: int) -> None:
    """A clipped label is one line, never longer than told."""
    shown = clipped(text, room)
    assert length(shown) <= room
    assert "\n" not in shown


@pytest.mark.parametrize(
    "pattern", ["[a](", "</a:", "> ", "\n1.", " ", "1", "\n   ", "\u202e", "`", "\\", "-", "<@", "a\u200d"]
)
def test_time_grows_with_the_text_and_not_faster(pattern: str) -> None:
    """Escaping takes linear time, whatever hostile text is repeated."""
    assert growth(pattern, escape) < 24


@pytest.mark.parametrize("pattern", ["[a](b) ", "x", "\n", "\u202e"])
def test_parting_grows_with_the_text_and_not_faster(pattern: str) -> None:
    """Spreading a text over messages takes linear time too."""
    assert growth(pattern, lambda text: block_quotes(text, MESSAGE)) < 24


@given(HOSTILE, st.integers(1, 120))
def test_what_is_suggested_fits_its_room(text: str, room: int) -> None:
    """One line in which nothing hides, whole where it fits."""
    shown = label(text, room)
    assert length(shown) <= room
    assert "\n" not in shown
    assert "\u202e" not in shown
    whole = visible(" ".join(text.split()))
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1]))
