"""Taking an article away, and having it back: `/corpus remove` and `/corpus restore`."""

import re

from discord import app_commands

from bot.discord.commands.tree import Commands, payload_fields
from bot.discord.messages.conversation import Interaction
from bot.discord.messages.mentions import title_of
from bot.discord.messages.reply import Button, Reply, plain_reply
from bot.discord.moderation.article_option import Typed, suggestions
from bot.discord.moderation.moderation import Moderation
from bot.presentation.article_lookup import entry_in
from index.engine.build import Progress
from index.service.collections import Collections

REMOVE = "remove"  # the name of the button
_HELD = re.compile(r"(\d{1,18})")
_VERSIONS = 1_000_000  # more than an article will ever have


def add_removing(commands: Commands, group: app_commands.Group, moderation: Moderation) -> None:
    """Both commands, and the button that confirms."""
    _add_remove(commands, group, moderation)
    _add_restore(group, moderation)


def _add_remove(commands: Commands, group: app_commands.Group, moderation: Moderation) -> None:
    @group.command(name="remove", description="Take an article away; it can be restored")
    @app_commands.describe(article="Its title or number")
    @app_commands.autocomplete(article=suggestions(moderation, removed=False))
    async def remove(interaction: Interaction, article: Typed) -> None:
        def confirm(desk: Collections, collection: str) -> Reply:
            entry = entry_in(desk, collection, article, removed=False)
            text = f"Remove {title_of(entry)}? Answers will no longer come from it; its citations are still recalled."
            return Reply((text,), (Button("Remove", f"{REMOVE}:{entry.article}"),))

        await moderation.reply(interaction, confirm)

    async def confirmed(interaction: Interaction, held: str) -> None:
        def removed(desk: Collections, collection: str, _: Progress) -> Reply:
            (number,) = payload_fields(_HELD, held)
            article = int(number)
            # Another moderator may have done it since the question.
            gone = (each for each in desk.entries(collection, removed=True) if each.article == article)
            entry = next(gone, None) or desk.remove(collection, article, str(interaction.user.id))
            return plain_reply(f"Removed {title_of(entry)}. `/corpus restore article:{entry.article}` brings it back.")

        await moderation.employ(interaction, "Removing an article", removed)

    commands.on_press(REMOVE, confirmed)


def _add_restore(group: app_commands.Group, moderation: Moderation) -> None:
    @group.command(name="restore", description="Have an article back, or an earlier version of it")
    @app_commands.describe(article="Its title or number", version="Which one is to answer; without it, the last")
    @app_commands.autocomplete(article=suggestions(moderation))
    async def restore(
        interaction: Interaction, article: Typed, version: app_commands.Range[int, 1, _VERSIONS] | None = None
    ) -> None:
        def restored(desk: Collections, collection: str, progress: Progress) -> Reply:
            number, by = entry_in(desk, collection, article).article, str(interaction.user.id)
            entry = desk.restore(collection, number, version, by, progress)
            return plain_reply(f"{title_of(entry)} answers by its version {entry.revision}.")

        await moderation.employ(interaction, "Restoring an article", restored)
