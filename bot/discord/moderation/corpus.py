"""`/corpus`: the articles of a server, tended by its moderators."""

import re

from discord import app_commands

from bot.discord.commands.tree import Commands, payload_fields, server_group
from bot.discord.messages.conversation import Interaction, SlashConversation, attend_privately
from bot.discord.messages.reply import Reply, plain_reply
from bot.discord.moderation.add import add_adding
from bot.discord.moderation.article_list import TURN as SHELF
from bot.discord.moderation.article_list import shelf_page
from bot.discord.moderation.article_option import Typed, suggestions
from bot.discord.moderation.article_page import TURN as LEAF
from bot.discord.moderation.article_page import article_page
from bot.discord.moderation.draft_buttons import add_deciding
from bot.discord.moderation.history import TURN as HISTORY
from bot.discord.moderation.history import history_page
from bot.discord.moderation.moderation import Moderation
from bot.discord.moderation.reindex import add_reindexing
from bot.discord.moderation.remove import add_removing
from bot.presentation.article_lookup import entry_in
from bot.presentation.wording import file_size
from index.service.collections import Collections

Page = app_commands.Range[int, 1, 999_999]  # of no more digits than a button holds
_SHELF = re.compile(r"(current|removed):(\d{1,6})")
_HISTORY = re.compile(r"(\d{1,18}):(\d{1,6})")
_LEAF = re.compile(r"(\d{1,18}):(\d{1,6}):(\d{1,6})")


def add_corpus(commands: Commands, moderation: Moderation) -> None:
    """The group, its buttons and its forms."""
    group = server_group("corpus", "The articles of this server, for its moderators")
    add_adding(commands, group, moderation)
    add_deciding(commands, moderation)
    _add_list(commands, group, moderation)
    _add_show(commands, group, moderation)
    _add_history(commands, group, moderation)
    add_removing(commands, group, moderation)
    add_reindexing(commands, group, moderation)
    _add_export(group, moderation)
    commands.add_command(group)


def _add_list(commands: Commands, group: app_commands.Group, moderation: Moderation) -> None:
    @group.command(name="list", description="The articles of this server")
    @app_commands.describe(removed="Those that were removed instead", page="Which page, where there are several")
    async def show_list(interaction: Interaction, removed: bool = False, page: Page = 1) -> None:
        def listed(desk: Collections, collection: str) -> Reply:
            return shelf_page(desk.entries(collection, removed), page, removed)

        await moderation.reply(interaction, listed)

    async def turn(interaction: Interaction, held: str) -> None:
        def turned(desk: Collections, collection: str) -> Reply:
            state, page = payload_fields(_SHELF, held)
            removed = state == "removed"
            return shelf_page(desk.entries(collection, removed), int(page), removed)

        await moderation.reply(interaction, turned)

    commands.on_press(SHELF, turn)


def _add_show(commands: Commands, group: app_commands.Group, moderation: Moderation) -> None:
    @group.command(name="show", description="An article to leaf through, with its quotes marked")
    @app_commands.describe(article="Its title or number", page="Which page, where there are several")
    @app_commands.autocomplete(article=suggestions(moderation))
    async def show(interaction: Interaction, article: Typed, page: Page = 1) -> None:
        def shown(desk: Collections, collection: str) -> Reply:
            return _article_page(desk, collection, entry_in(desk, collection, article).article, None, page)

        await moderation.reply(interaction, shown, reads=True)

    async def turn(interaction: Interaction, held: str) -> None:
        def turned(desk: Collections, collection: str) -> Reply:
            article, number, page = map(int, payload_fields(_LEAF, held))
            return _article_page(desk, collection, article, number, page)

        await moderation.reply(interaction, turned, reads=True)

    commands.on_press(LEAF, turn)


def _article_page(desk: Collections, collection: str, article: int, number: int | None, page: int) -> Reply:
    removed = any(entry.article == article for entry in desk.entries(collection, removed=True))
    return article_page(desk.revision(collection, article, number), page, removed)


def _add_history(commands: Commands, group: app_commands.Group, moderation: Moderation) -> None:
    @group.command(name="history", description="The versions of an article, and which quotes changed")
    @app_commands.describe(article="Its title or number")
    @app_commands.autocomplete(article=suggestions(moderation))
    async def history(interaction: Interaction, article: Typed) -> None:
        def first_page(desk: Collections, collection: str) -> Reply:
            return _history_page(desk, collection, entry_in(desk, collection, article).article, 1)

        await moderation.reply(interaction, first_page, reads=True)

    async def turn(interaction: Interaction, held: str) -> None:
        def turned(desk: Collections, collection: str) -> Reply:
            article, page = map(int, payload_fields(_HISTORY, held))
            return _history_page(desk, collection, article, page)

        await moderation.reply(interaction, turned, reads=True)

    commands.on_press(HISTORY, turn)


def _history_page(desk: Collections, collection: str, article: int, page: int) -> Reply:
    answering = {entry.article: entry.revision for entry in desk.entries(collection)}
    return history_page(desk.history(collection, article), answering.get(article), page)


def _add_export(group: app_commands.Group, moderation: Moderation) -> None:
    @group.command(name="export", description="The articles as they were read, in a zip")
    @app_commands.describe(article="One alone, with all its versions: its title or number")
    @app_commands.autocomplete(article=suggestions(moderation))
    async def export(interaction: Interaction, article: Typed | None = None) -> None:
        await attend_privately(interaction, lambda conversation: _export(conversation, moderation, article))


async def _export(conversation: SlashConversation, moderation: Moderation, article: str | None) -> None:
    def exported(desk: Collections, collection: str) -> tuple[str, bytes]:
        return desk.export(collection, entry_in(desk, collection, article).article if article else None)

    await conversation.think()
    name, data = await moderation.consult(conversation.interaction, exported)
    most = conversation.interaction.filesize_limit
    if len(data) > most:
        advice = "Whoever runs Pullquote can export it on its machine" if article else "Export its articles one by one"
        sizes = f"The zip has {file_size(len(data))}, and Discord takes {file_size(most)}"
        await conversation.say(plain_reply(f"{sizes}. {advice}."))
    else:
        await conversation.hand(f"As they were read, with a manifest: {file_size(len(data))}.", name, data)
