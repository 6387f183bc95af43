"""`/sources`: what can be quoted."""

from dataclasses import replace
from datetime import date

import pytest

from bot.discord.commands.sources import sources_page
from bot.discord.messages.limits import MESSAGE
from corpus.text.document import Document
from tests.support.discord_server import DiscordServer
from tests.support.fake_service import FakeView


@pytest.mark.usefixtures("client")
async def test_the_list_is_private_and_names_title_publisher_and_date(
    server: DiscordServer, view: FakeView, article: Document
) -> None:
    """Titles are other people's text too."""
    view.documents = (
        replace(article, title="[Missile](http://x) @everyone", publisher="NBC News", published=date(2017, 9, 14)),
    )
    (post,) = await server.seen(await server.ask("sources"))
    assert post.private
    assert r"- **\[Missile\](http\:\/\/x) \@everyone** · NBC News · 14 September 2017" in post.content


@pytest.mark.usefixtures("client")
async def test_pages_are_asked_for_by_number(server: DiscordServer, view: FakeView, article: Document) -> None:
    """The list says how to go on."""
    view.documents = tuple(replace(article, title=f"Article {number}") for number in range(300))
    (post,) = await server.seen(await server.ask("sources", page=2))
    assert "**300 articles** can be quoted, page 2 of" in post.content
    assert "`/sources page:3`" in post.content


def test_the_pages_hold_every_article_once_and_fit(article: Document) -> None:
    """Whatever their titles are made of."""
    documents = tuple(replace(article, title=f"{number}:" + "*" * (7 * number)) for number in range(40))
    first = sources_page({"All": documents}, 1).messages[0]
    count = int(first.split("page 1 of ")[1].split(":")[0])
    pages = [sources_page({"All": documents}, number).messages[0] for number in range(1, count + 1)]
    assert all(len(page) <= MESSAGE for page in pages)
    assert sum(page.count("\n- **") for page in pages) == 40
    assert sources_page({"All": documents}, count + 5).messages[0] == pages[-1]
    assert "shows the next page" not in pages[-1]


def test_an_empty_collection_says_what_to_do() -> None:
    """Nobody is shown an empty list."""
    assert "no articles yet" in sources_page({"All": ()}, 1).messages[0]
