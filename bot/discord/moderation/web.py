"""Articles that stand on the web: one is fetched and previewed, or fetched again to see what changed."""

from bot.discord.messages.conversation import Interaction, private_conversation
from bot.discord.messages.mentions import title_of, when
from bot.discord.messages.reply import Reply, plain_reply
from bot.discord.moderation.preview import preview_reply
from bot.discord.moderation.request import Request, RequestRunner
from bot.presentation.article_lookup import entry_in
from corpus.library.models import Entry
from corpus.web.fetch import fetch
from corpus.web.page import Page
from index.service.pages import address_of
from index.service.protocols import Service


async def add_page(runner: RequestRunner, interaction: Interaction, url: str) -> None:
    """Preview an article that stands at an address."""
    async with private_conversation(interaction) as conversation:
        runner.request(interaction)  # before anything is fetched
        await conversation.think()
        page = await _fetched(runner, url.strip("<> "))  # Discord shows no preview of a link between < and >
        await conversation.say(await runner.read(_draft_page, interaction, page))


async def refresh(runner: RequestRunner, interaction: Interaction, article: str) -> None:
    """Fetch an article again, and preview its next version; say so where it stands as it did."""
    async with private_conversation(interaction) as conversation:
        runner.request(interaction)
        await conversation.think()
        entry = await runner.run(_entry, interaction, article)
        page = await _fetched(runner, address_of(entry))
        await conversation.say(await runner.read(_refresh, interaction, entry, page))


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
