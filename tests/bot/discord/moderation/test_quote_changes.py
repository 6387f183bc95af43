"""What two versions quote differently, in messages."""

import pytest

from bot.discord.moderation.quote_changes import change_blocks, fitting_changes
from bot.presentation.visible import length
from corpus.quotes.diff import QuoteChanges
from corpus.quotes.direct import find_quotes
from corpus.quotes.excerpt import TamperedError
from corpus.readers.files import parse_article

OLD = parse_article(
    "quay.txt", "“The quay closes in *May*,” said Ada Holm.\n\n“Nobody asked us,” said Ben Ray.".encode()
)
NEW = parse_article("quay.txt", "“The quay closes in June,” said Ada Holm.\n\n“We will sue,” said Ben Ray.".encode())


def changes() -> QuoteChanges:
    (closes, asked), (closes_later, sue) = find_quotes(OLD), find_quotes(NEW)
    return QuoteChanges(3, ((closes, closes_later),), (sue,), (asked,))


def test_old_and_new_words_stand_whole_and_escaped() -> None:
    """Each under whose it is and what became of it."""
    (changed,), (new,), (gone,) = change_blocks(changes(), 2_000)
    assert changed == (
        "-# Was, Ada Holm:\n> “The quay closes in \\*May\\*,”\n-# Is now, Ada Holm:\n> “The quay closes in June,”"
    )
    assert new == "-# New, Ben Ray:\n> “We will sue,”"
    assert gone == "-# Gone, Ben Ray:\n> “Nobody asked us,”"


def test_a_quote_longer_than_a_message_goes_on_in_the_next() -> None:
    """Nothing of it is left out."""
    document = parse_article("long.txt", ("“" + "We waited. " * 300 + "We left.”, said Ada Holm.").encode())
    (quote,) = find_quotes(document)
    (blocks,) = change_blocks(QuoteChanges(0, (), (quote,), ()), 1_000)
    assert len(blocks) > 3
    assert all(length(block) <= 1_000 for block in blocks)
    shown = " ".join(line.removeprefix("> ") for block in blocks for line in block.split("\n") if line.startswith("> "))
    assert shown.split() == quote.text.split()


def test_what_does_not_fit_is_counted_and_never_cut() -> None:
    """As many changes as there is room for, each of them whole."""
    shown, left_out = fitting_changes(changes(), 150)
    assert "“The quay closes in June,”" in shown
    assert "“We will sue,”" in shown
    assert left_out == 1
    assert fitting_changes(changes(), 10) == ("", 3)
    assert fitting_changes(changes(), 2_000)[1] == 0


def test_a_text_that_was_changed_is_not_shown() -> None:
    """Neither the old one nor the new one."""
    for which in (0, 1):
        documents = [parse_article("quay.txt", each.text.encode()) for each in (OLD, NEW)]
        (old, *_), (new, *_) = map(find_quotes, documents)
        object.__setattr__(documents[which], "text", documents[which].text.replace("closes", "shuts!"))
        with pytest.raises(TamperedError):
            list(change_blocks(QuoteChanges(0, ((old, new),), (), ()), 2_000))
