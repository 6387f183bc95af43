"""The preview of an article before it is added."""

from dataclasses import replace
from datetime import date

from bot.discord.messages.limits import MESSAGE
from bot.discord.moderation.adding.preview import preview_reply
from bot.presentation.visible import length
from bot.presentation.wording import NOT_ENGLISH
from corpus.library.models import Likeness
from corpus.library.owners import SHARED
from corpus.quotes.diff import QuoteChanges
from corpus.quotes.direct import find_quotes
from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import parse_article
from tests.support.values import DRAFT, GUILD, entry_of, preview_of

OLD = parse_article("quay.txt", "“The quay closes in May,” said Ada Holm.".encode())
NEW = parse_article("quay.txt", "“The quay closes in June,” said Ada Holm.".encode())


def test_a_new_article_is_described_with_a_sample_of_its_quotes() -> None:
    """The preview says what is not known, shows one quote, and has three buttons."""
    reply = preview_reply(preview_of())
    (message,) = reply.messages
    assert message == (
        "**quay** is not added yet.\nPublisher: not known\nDate: not known\nAddress: not known\n"
        "**2 quotes** by Ada Holm, Ben Ray · 41 bytes\n"
        "-# For example:\n> “The quay will close,”\n— Ada Holm"
    )
    assert [(button.label, button.custom_id) for button in reply.buttons] == [
        ("Add", f"add:{DRAFT}"),
        ("Correct…", f"correct:{DRAFT}"),
        ("Cancel", f"drop:{DRAFT}"),
    ]


def test_an_article_of_another_language_is_told_as_such() -> None:
    """Before it is added, since nobody will be named as a speaker of it."""
    text = "„Der Hafen bleibt im Mai geschlossen“, sagte die Bürgermeisterin am Montag in Altmark zu den Fischern."
    (message,) = preview_reply(preview_of(parse_article("hafen.txt", text.encode()))).messages
    assert f"⚠ {NOT_ENGLISH}" in message
    assert NOT_ENGLISH not in preview_reply(preview_of()).messages[0]


def test_what_could_not_be_read_is_told() -> None:
    """Before the article is added, so that somebody can correct it."""
    article = parse_article("quay.md", "---\ndate: someday\n---\n“It is closed,” said Ada Holm.".encode())
    (message,) = preview_reply(preview_of(article)).messages
    assert "Date: not known" in message
    assert "⚠ The date “someday” cannot be read, so the field is left empty; write it as 2017-09-14" in message


def test_what_is_like_it_is_named() -> None:
    """Articles with much the same words are named, those of the shared collection too."""
    likenesses = (Likeness(entry_of(), GUILD, 1.0), Likeness(entry_of(9, "Old quay"), SHARED, 0.876))
    (message,) = preview_reply(preview_of(likenesses=likenesses)).messages
    assert "⚠ The same words as **The quay** (number 3)." in message
    assert (
        "⚠ 87 % of its words are also in **Old quay** (number 9), in the collection that all servers share." in message
    )


def test_a_newer_version_shows_what_would_change() -> None:
    """The preview of a newer version shows changed quotes; its first button carries the article that it revises."""
    changes = QuoteChanges(4, ((find_quotes(OLD)[0], find_quotes(NEW)[0]),), (), ())
    reply = preview_reply(preview_of(NEW, revises=entry_of(), changes=changes))
    assert "Compared with it: 4 quotes as before, 1 changed, 0 new, 0 gone." in reply.messages[0]
    assert "> “The quay closes in May,”\n-# Now, Ada Holm:\n> “The quay closes in June,”" in reply.messages[0]
    labels = [button.label for button in reply.buttons]
    assert labels[:2] == ["Add as a new version of “The quay”", "Add as another article"]
    assert reply.buttons[0].custom_id == f"revise:{DRAFT}:3"


def test_it_fits_one_message_whatever_the_article_holds() -> None:
    """Long titles, names and addresses are shortened; a quote that does not fit is left out, never cut."""
    document = replace(
        NEW,
        title="T*" * 4_000,
        publisher="P_" * 4_000,
        url="https://x.example/" + "u" * 4_000,
        published=date(2019, 5, 3),
    )
    words = parse_article("long.txt", ("“" + "zebra " * 900 + "!”").encode())
    many = tuple(find_quotes(NEW) * 90)
    preview = preview_of(
        document,
        sample=Excerpt(words, words.paragraphs[0], "narration"),
        speakers=tuple(f"S{'p' * 300}{number}" for number in range(40)),
        likenesses=tuple(Likeness(entry_of(number, "L]" * 400), SHARED, 0.9) for number in range(20)),
        revises=entry_of(3, "R`" * 400),
        changes=QuoteChanges(0, (), many, ()),
    )
    reply = preview_reply(preview)
    (message,) = reply.messages
    assert length(message) <= MESSAGE
    assert "3 May 2019" in message
    assert "zebra" not in message
    assert "more changes: see `/corpus history` once it is added." in message
    assert all(length(button.label) <= 80 for button in reply.buttons)
