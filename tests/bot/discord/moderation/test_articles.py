"""The list of a server's articles."""

from bot.discord.messages.limits import MESSAGE
from bot.discord.moderation.articles import list_page
from bot.presentation.visible import length
from tests.support.values import AT, entry_of


def test_an_article_is_shown_with_who_added_it_and_when() -> None:
    """A list line shows the moment in the reader's own time, and a title’s Markdown has no effect."""
    entry = entry_of(title="The [quay](https://x.example)", publisher="News", published="2019-05-03")
    reply = list_page([entry], 1, False)
    assert reply.messages[0].split("\n") == [
        "**1 article**",
        "- **The \\[quay\\](https\\:\\/\\/x.example)** · News · 2019-05-03",
        f"-# number 3 · 1 version · <@42>, <t:{int(AT.timestamp())}:f>",
    ]
    assert reply.buttons == ()


def test_a_long_list_has_pages() -> None:
    """The buttons of a long list lead to the pages beside, and are disabled at the ends."""
    entries = [entry_of(number, f"Title {number:03} " + "word " * 40) for number in range(60)]
    first, last = list_page(entries, 1, False), list_page(entries, 9_999, False)
    assert "**60 articles** · page 1 of " in first.messages[0]
    assert [button.custom_id for button in first.buttons] == ["articles:current:0", "articles:current:2"]
    assert "Title 059" in last.messages[0]
    assert last.buttons[1].disabled
    assert all(length(list_page(entries, page, False).messages[0]) <= MESSAGE for page in range(1, 20))


def test_removed_articles_say_who_removed_them() -> None:
    """The list of removed articles names the person and the moment of each removal."""
    (message,) = list_page([entry_of(removed_by="operator", removed_at=AT)], 1, True).messages
    assert "**1 article** removed" in message
    assert f"removed by operator, <t:{int(AT.timestamp())}:f>" in message


def test_an_empty_list_says_what_to_do() -> None:
    """An empty list names the command that adds an article, or says that nothing was removed."""
    assert "/corpus add" in list_page([], 1, False).messages[0]
    assert "No article" in list_page([], 1, True).messages[0]
