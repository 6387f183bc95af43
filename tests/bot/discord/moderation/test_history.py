"""The versions of an article."""

from bot.discord.messages.limits import MESSAGE
from bot.discord.moderation.history import history_page
from bot.presentation.visible import length
from corpus.quotes.diff import QuoteChanges
from corpus.quotes.direct import find_quotes
from corpus.readers.files import parse_article
from tests.support.values import AT, revision_of

OLD = parse_article("quay.txt", "“The quay closes in May,” said Ada Holm.".encode())
NEW = parse_article("quay.txt", "“The quay closes in June,” said Ada Holm.".encode())
WHEN = f"<t:{int(AT.timestamp())}:f>"


def test_each_version_says_what_it_quotes_otherwise() -> None:
    """The newest first, and which one answers."""
    changes = QuoteChanges(0, ((find_quotes(OLD)[0], find_quotes(NEW)[0]),), (), ())
    reply = history_page([(revision_of(NEW, 2, origin="text"), changes), (revision_of(OLD, 1), None)], 2, 1)
    assert reply.messages[0].split("\n") == [
        "**quay** (number 3)",
        f"**Version 2** · answers · <@42>, {WHEN}, as pasted",
        "Since version 1: 0 quotes as before, 1 changed, 0 new, 0 gone.",
        "-# Was, Ada Holm:",
        "> “The quay closes in May,”",
        "-# Is now, Ada Holm:",
        "> “The quay closes in June,”",
        "",
        f"**Version 1** · <@42>, {WHEN}, from a file",
    ]


def test_many_versions_have_pages() -> None:
    """Each of them a message."""
    changes = QuoteChanges(0, (), find_quotes(NEW) * 10, ())
    history = [(revision_of(NEW, number), changes if number > 1 else None) for number in range(20, 0, -1)]
    last = history_page(history, None, 99)
    assert "**Version 1**" in last.messages[0]
    assert last.buttons[1].disabled
    assert last.buttons[0].custom_id.startswith("history:3:")
    assert all(length(history_page(history, 20, page).messages[0]) <= MESSAGE for page in range(1, 9))
