"""`/corpus`: moderators manage the articles of their server, with commands, buttons and forms."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.discord.commands.tree import Commands, Reaction, for_moderators
from bot.discord.messages.conversation import Interaction
from bot.discord.messages.reply import Reply
from bot.discord.moderation import article_changes as changes
from bot.discord.moderation import article_page, articles, history
from bot.discord.moderation.adding import batch
from bot.discord.moderation.adding.add import TEXT, add_attached, add_form, open_form
from bot.discord.moderation.adding.draft import (
    add_draft,
    correct_draft,
    drop_draft,
    open_correction,
    reopen_form,
    show_preview,
)
from bot.discord.moderation.adding.forms import AGAIN
from bot.discord.moderation.adding.message import add_message_menu
from bot.discord.moderation.adding.preview import ADD, BACK, CORRECT, DROP, REVISE
from bot.discord.moderation.adding.web import add_pages, refresh
from bot.discord.moderation.article_page import show_article, turn_article
from bot.discord.moderation.articles import export_articles, import_export, list_articles, suggest_articles
from bot.discord.moderation.history import show_history, turn_history
from bot.discord.moderation.request import RequestRunner
from bot.discord.moderation.status import ROLL_BACK, STOP, cancel_job, cancel_under_status, show_status
from bot.discord.runtime.job_progress import CANCEL

# What buttons and forms carry: the id of a draft or of a batch of them, the number of an article or a job, and a page.
DRAFT, NUMBER, PAGE_NUMBER = r"([0-9a-f]{16})", r"(\d{1,18})", r"(\d{1,6})"
ARTICLE = "Its title or number"
PAGE = "Which page"

ArticleName: TypeAlias = app_commands.Range[str, 1, 300]
Addresses: TypeAlias = app_commands.Range[str, 1, 6_000]
Page: TypeAlias = app_commands.Range[int, 1, 999_999]  # of no more digits than a button carries
Version: TypeAlias = app_commands.Range[int, 1, 1_000_000]  # more than an article will ever have


def add_corpus(commands: Commands, runner: RequestRunner) -> None:
    """Add the commands, their buttons and their forms."""
    commands.add_command(CorpusCommands(runner))
    add_message_menu(commands, runner)

    def replies(work: Callable[..., Reply], reads: bool = False) -> Reaction:
        return lambda interaction, *carried: runner.reply(work, interaction, *carried, reads=reads)

    def works(heading: str, work: Callable[..., Reply]) -> Reaction:
        return lambda interaction, *carried: runner.reply_with_progress(heading, work, interaction, *carried)

    reactions: Mapping[str, tuple[str, Reaction]] = {
        ADD: (DRAFT, partial(add_draft, runner)),
        REVISE: (rf"{DRAFT}:{NUMBER}", partial(add_draft, runner)),
        CORRECT: (DRAFT, partial(open_correction, runner)),
        AGAIN: (r"(\w+)", partial(reopen_form, runner)),
        DROP: (DRAFT, replies(drop_draft)),
        BACK: (DRAFT, replies(show_preview, reads=True)),
        batch.ADD_ALL: (DRAFT, partial(batch.add_batch, runner, False)),
        batch.ADD_NEW: (DRAFT, partial(batch.add_batch, runner, True)),
        batch.DROP: (DRAFT, replies(drop_draft)),
        batch.BACK: (DRAFT, replies(batch.show_batch, reads=True)),
        articles.LIST: (
            rf"(current|removed):{PAGE_NUMBER}",
            lambda interaction, state, page: runner.reply(list_articles, interaction, state == "removed", int(page)),
        ),
        article_page.PAGE: (
            rf"{NUMBER}:{PAGE_NUMBER}:{PAGE_NUMBER}",
            lambda interaction, article, version, page: runner.reply(
                turn_article, interaction, int(article), int(version), int(page), reads=True
            ),
        ),
        history.PAGE: (
            rf"{NUMBER}:{PAGE_NUMBER}",
            lambda interaction, article, page: runner.reply(
                turn_history, interaction, int(article), int(page), reads=True
            ),
        ),
        changes.REMOVE: (NUMBER, works("Removing an article", changes.remove)),
        ROLL_BACK: ("", replies(changes.confirm_roll_back)),
        changes.CONFIRM: (NUMBER, works("Rolling back", changes.roll_back)),
        CANCEL: (r"(\w+)", partial(cancel_job, runner)),
        STOP: (r"(\w+)", partial(cancel_under_status, runner)),
    }
    for name, (payload, reaction) in reactions.items():
        commands.on_press(name, payload, reaction)
    commands.on_submit(TEXT, "", partial(add_form, runner))
    commands.on_submit(CORRECT, DRAFT, partial(correct_draft, runner))
    commands.on_submit(changes.EDIT, NUMBER, partial(changes.edit, runner))


@for_moderators
class CorpusCommands(
    app_commands.Group, name="corpus", description="For moderators: manage the articles of this server"
):
    """Each command hands what was typed to the function that does it."""

    def __init__(self, runner: RequestRunner) -> None:
        super().__init__()
        self._runner = runner

    async def _suggest(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await suggest_articles(self._runner, interaction, typed)

    async def _suggest_current(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await suggest_articles(self._runner, interaction, typed, removed=False)

    @app_commands.command(name="add", description="Add articles from files or addresses, or paste a text")
    @app_commands.describe(
        file="An article, or a zip file of articles; leave both out for a form that takes several files or a text",
        url="The address of a page on the web that everybody can read, or several with blanks between them",
    )
    async def add(
        self, interaction: Interaction, file: discord.Attachment | None = None, url: Addresses | None = None
    ) -> None:
        if url is not None:
            await add_pages(self._runner, interaction, url, with_file=file is not None)
        elif file is not None:
            await add_attached(self._runner, interaction, (file,))
        else:
            await open_form(self._runner, interaction)

    @app_commands.command(name="refresh", description="Fetch an article from the web again, and show what changed")
    @app_commands.describe(article=ARTICLE)
    @app_commands.autocomplete(article=_suggest_current)
    async def refresh(self, interaction: Interaction, article: ArticleName) -> None:
        await refresh(self._runner, interaction, article)

    @app_commands.command(name="list", description="List the articles of this server")
    @app_commands.describe(removed="List the removed articles instead", page=PAGE)
    async def list_articles(self, interaction: Interaction, removed: bool = False, page: Page = 1) -> None:
        await self._runner.reply(list_articles, interaction, removed, page)

    @app_commands.command(name="show", description="Show an article page by page, with its quotes marked")
    @app_commands.describe(article=ARTICLE, page=PAGE)
    @app_commands.autocomplete(article=_suggest)
    async def show(self, interaction: Interaction, article: ArticleName, page: Page = 1) -> None:
        await self._runner.reply(show_article, interaction, article, page, reads=True)

    @app_commands.command(name="history", description="Show the versions of an article, and which quotes changed")
    @app_commands.describe(article=ARTICLE)
    @app_commands.autocomplete(article=_suggest)
    async def history(self, interaction: Interaction, article: ArticleName) -> None:
        await self._runner.reply(show_history, interaction, article, reads=True)

    @app_commands.command(name="export", description="Download the articles with all their versions, in a zip")
    @app_commands.describe(article="Only this article, with all its versions: its title or number")
    @app_commands.autocomplete(article=_suggest)
    async def export(self, interaction: Interaction, article: ArticleName | None = None) -> None:
        await export_articles(self._runner, interaction, article)

    @app_commands.command(name="import", description="Add the articles of an export, with all their versions")
    @app_commands.describe(file="A zip file that /corpus export or `pullquote corpus export` made")
    async def import_export(self, interaction: Interaction, file: discord.Attachment) -> None:
        await import_export(self._runner, interaction, file)

    @app_commands.command(
        name="edit", description="Correct the title, authors, publisher, date or address of an article"
    )
    @app_commands.describe(article=ARTICLE)
    @app_commands.autocomplete(article=_suggest_current)
    async def edit(self, interaction: Interaction, article: ArticleName) -> None:
        await changes.open_edit(self._runner, interaction, article)

    @app_commands.command(name="remove", description="Remove an article; it can be restored")
    @app_commands.describe(article=ARTICLE)
    @app_commands.autocomplete(article=_suggest_current)
    async def remove(self, interaction: Interaction, article: ArticleName) -> None:
        await self._runner.reply(changes.confirm_removal, interaction, article)

    @app_commands.command(name="restore", description="Restore an article, or an earlier version of it")
    @app_commands.describe(article=ARTICLE, version="Which version answers come from; without it, the last")
    @app_commands.autocomplete(article=_suggest)
    async def restore(self, interaction: Interaction, article: ArticleName, version: Version | None = None) -> None:
        await self._runner.reply_with_progress("Restoring an article", changes.restore, interaction, article, version)

    @app_commands.command(name="reindex", description="Check every file of the index, and rebuild what is missing")
    async def reindex(self, interaction: Interaction) -> None:
        await self._runner.reply_with_progress("Reindexing", changes.reindex, interaction)

    @app_commands.command(name="roll_back", description="Take back the last change of the articles")
    async def roll_back(self, interaction: Interaction) -> None:
        await self._runner.reply(changes.confirm_roll_back, interaction)

    @app_commands.command(name="status", description="Show how this server's articles and their index are")
    async def status(self, interaction: Interaction) -> None:
        await show_status(self._runner, interaction)
