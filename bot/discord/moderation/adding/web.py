"""Articles that stand on the web: one is fetched and previewed, or fetched again to see what changed."""

import asyncio
from functools import partial

from bot.discord.messages.conversation import Interaction, private_conversation
from bot.discord.messages.mentions import title_of, when
from bot.discord.messages.reply import Reply, plain_reply
from bot.discord.moderation.adding.batch import draft_batch
from bot.discord.moderation.adding.preview import preview_reply
from bot.discord.moderation.request import Request, RequestRunner
from bot.presentation.article_lookup import entry_in
from corpus.errors import ArticleError
from corpus.library.models import Entry
from corpus.web.fetch import fetch
from corpus.web.page import Page
from index.service.adding.batches import IncomingFile
from index.service.adding.pages import PAGE_BYTES, address_of
from index.service.protocols import Service

MOST = 20  # addresses; each may take half a minute, and other work waits


async def add_pages(runner: RequestRunner, interaction: Interaction, urls: str, with_file: bool) -> None:
    """Preview the article that stands at an address, or those at several, parted by blanks; nothing where a file came
    with them."""
    addresses = [url.strip("<>,") for url in urls.split()] or [urls]  # of a link in <> Discord shows no preview
    async with private_conversation(interaction) as conversation:
        runner.request(interaction)  # before anything is fetched
        if with_file:
            raise ArticleError("This command", "takes a file or an address: add one of them first, and then the other")
        if len(addresses) > MOST:
            raise ArticleError("This command", f"takes at most {MOST} addresses at once")
        await conversation.think()
        if len(addresses) > 1:
            files = [IncomingFile(url, PAGE_BYTES, partial(_fetched_now, url)) for url in addresses]
            await runner.say_with_progress(conversation, "Reading pages", draft_batch, files)
        else:
            page = await _fetched(runner, *addresses)
            await conversation.say(await runner.run(_draft_page, interaction, page, reads=True))


async def refresh(runner: RequestRunner, interaction: Interaction, article: str) -> None:
    """Fetch an article again, and preview its next version; say so where it stands as it did."""
    async with private_conversation(interaction) as conversation:
        runner.request(interaction)
        await conversation.think()
        entry = await runner.run(_entry, interaction, article)
        page = await _fetched(runner, address_of(entry))
        await conversation.say(await runner.run(_refresh, interaction, entry, page, reads=True))


def _fetched_now(url: str) -> Page:
    return asyncio.run(fetch(url))


async def _fetched(runner: RequestRunner, url: str) -> Page:
    with runner.worker.under_way():
        return await fetch(url)


def _entry(request: Request, service: Service, article: str) -> Entry:
    return entry_in(service.curation, request.collection, article, removed=False)


def _draft_page(request: Request, service: Service, page: Page) -> Reply:
    return preview_reply(service.additions.draft_page(request.collection, page, request.by))


def _refresh(request: Request, service: Service, entry: Entry, page: Page) -> Reply:
    preview = service.additions.refresh(request.collection, entry.article, page, request.by)
    if preview is None:
        return plain_reply(f"{title_of(entry)} stands there as it did {when(entry.at)}: no quote has changed.")
    return preview_reply(preview)
