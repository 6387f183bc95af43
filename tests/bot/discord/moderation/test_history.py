"""The versions of an article, and what they quote differently."""

import pytest

from bot.discord.messages.limits import MESSAGE
from bot.discord.moderation.history import change_blocks, fitting_changes, history_page
from bot.presentation.visible import length
from corpus.quotes.diff import QuoteChanges
from corpus.quotes.direct import find_quotes
from corpus.quotes.excerpt import TamperedError
from corpus.readers.files import parse_article
from tests.support.values import AT, revision_of

OLD = parse_article("quay.txt", "“The quay closes in May,” said Ada Holm.".encode())
NEW = parse_article("quay.txt", "“The quay closes in June,” said Ada Holm.".encode())
WHEN = f"<t:{int(AT.timestamp())}:f>"


def test_each_version_says_what_it_quotes_otherwise() -> None:
    """The history shows the newest version first, marks the one in use, and shows each changed quote."""
    changes = QuoteChanges(0, ((find_quotes(OLD)[0], find_quotes(NEW)[0]),), (), ())
    reply = history_page([(revision_of(NEW, 2, origin="text"), changes), (revision_of(OLD, 1), None)], 2, 1)
    assert reply.messages[0].split("\n") == [
        "**quay** (number 3)",
        f"**Version 2** · in use · <@42>, {WHEN}, as pasted",
        "Since version 1: 0 quotes as before, 1 changed, 0 new, 0 gone.",
        "-# Before, Ada Holm:",
        "> “The quay closes in May,”",
        "-# Now, Ada Holm:",
        "> “The quay closes in June,”",
        "",
        f"**Version 1** · <@42>, {WHEN}, from a file",
    ]


def test_many_versions_have_pages() -> None:
    """Every page of a long history fits a message, and the last one ends at the first version."""
    changes = QuoteChanges(0, (), find_quotes(NEW) * 10, ())
    history = [(revision_of(NEW, number), changes if number > 1 else None) for number in range(20, 0, -1)]
    last = history_page(history, None, 99)
    assert "**Version 1**" in last.messages[0]
    assert last.buttons[1].disabled
    assert last.buttons[0].custom_id.startswith("history:3:")
    assert all(length(history_page(history, 20, page).messages[0]) <= MESSAGE for page in range(1, 9))


# Quotes that changed --------------------------------------------------------------------------------------------------

EARLIER = parse_article(
    "quay.txt", "“The quay closes in *May*,” said Ada Holm.\n\n“Nobody asked us,” said Ben Ray.".encode()
)
LATER = parse_article("quay.txt", "“The quay closes in June,” said Ada Holm.\n\n“We will sue,” said Ben Ray.".encode())


def changes() -> QuoteChanges:
    (closes, asked), (closes_later, sue) = find_quotes(EARLIER), find_quotes(LATER)
    return QuoteChanges(3, ((closes, closes_later),), (sue,), (asked,))


def test_old_and_new_words_stand_whole_and_escaped() -> None:
    """Each quote stands whole under the name of its speaker and what became of it."""
    (changed,), (new,), (gone,) = change_blocks(changes(), 2_000)
    assert changed == (
        "-# Before, Ada Holm:\n> “The quay closes in \\*May\\*,”\n-# Now, Ada Holm:\n> “The quay closes in June,”"
    )
    assert new == "-# New, Ben Ray:\n> “We will sue,”"
    assert gone == "-# Removed, Ben Ray:\n> “Nobody asked us,”"


def test_a_quote_longer_than_a_message_goes_on_in_the_next() -> None:
    """The blocks of a long quote hold all of its words between them."""
    document = parse_article("long.txt", ("“" + "We waited. " * 300 + "We left.”, said Ada Holm.").encode())
    (quote,) = find_quotes(document)
    (blocks,) = change_blocks(QuoteChanges(0, (), (quote,), ()), 1_000)
    assert len(blocks) > 3
    assert all(length(block) <= 1_000 for block in blocks)
    words = " ".join(line.removeprefix("> ") for block in blocks for line in block.split("\n") if line.startswith("> "))
    assert words.split() == quote.text.split()


def test_what_does_not_fit_is_counted_and_never_cut() -> None:
    """Whole changes are shown while there is room, and the rest is counted."""
    text, left_out = fitting_changes(changes(), 150)
    assert "“The quay closes in June,”" in text
    assert "“We will sue,”" in text
    assert left_out == 1
    assert fitting_changes(changes(), 10) == ("", 3)
    assert fitting_changes(changes(), 2_000)[1] == 0


def test_a_text_that_was_changed_is_not_shown() -> None:
    """A comparison is refused where the text of either version is no longer what was read."""
    for which in (0, 1):
        documents = [parse_article("quay.txt", document.text.encode()) for document in (EARLIER, LATER)]
        (old, *_), (new, *_) = map(find_quotes, documents)
        object.__setattr__(documents[which], "text", documents[which].text.replace("closes", "shuts!"))
        with pytest.raises(TamperedError):
            list(change_blocks(QuoteChanges(0, ((old, new),), (), ()), 2_000))
