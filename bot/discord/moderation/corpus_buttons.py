"""The buttons and forms that `/corpus` leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from bot.discord.commands.tree import Commands, Press
from bot.discord.messages.conversation import Interaction
from bot.discord.moderation import article_page, articles, history
from bot.discord.moderation.add import TEXT, add_text
from bot.discord.moderation.draft import add_draft, correct_draft, drop_draft, open_correction, show_preview
from bot.discord.moderation.preview import ADD, BACK, CORRECT, DROP, REVISE
from bot.discord.moderation.reindex import CONFIRM, confirm_roll_back, roll_back
from bot.discord.moderation.remove import REMOVE, remove
from bot.discord.moderation.request import RequestRunner
from bot.discord.moderation.status import ROLL_BACK, STOP, cancel_job, cancel_under_status
from bot.discord.runtime.job_progress import CANCEL


@dataclass(frozen=True, slots=True)
class CorpusButtons:
    """Each press hands what the button carries to the function that does it."""

    runner: RequestRunner

    def add_to(self, commands: Commands) -> None:
        """Have every press and every form that is sent come here."""
        presses: Mapping[str, Press] = {
            ADD: partial(add_draft, self.runner),
            REVISE: partial(add_draft, self.runner),
            CORRECT: partial(open_correction, self.runner),
            DROP: self._drop_draft,
            BACK: self._show_preview,
            articles.LIST: self._turn_list,
            article_page.PAGE: self._turn_article,
            history.PAGE: self._turn_history,
            REMOVE: self._remove,
            ROLL_BACK: self._confirm_roll_back,
            CONFIRM: self._roll_back,
            CANCEL: partial(cancel_job, self.runner),
            STOP: partial(cancel_under_status, self.runner),
        }
        for name, press in presses.items():
            commands.on_press(name, press)
        commands.on_submit(TEXT, partial(add_text, self.runner))
        commands.on_submit(CORRECT, partial(correct_draft, self.runner))

    async def _drop_draft(self, interaction: Interaction, payload: str) -> None:
        await self.runner.reply(drop_draft, interaction, payload)

    async def _show_preview(self, interaction: Interaction, payload: str) -> None:
        await self.runner.reply_after_reading(show_preview, interaction, payload)

    async def _turn_list(self, interaction: Interaction, payload: str) -> None:
        await self.runner.reply(articles.turn_list, interaction, payload)

    async def _turn_article(self, interaction: Interaction, payload: str) -> None:
        await self.runner.reply_after_reading(article_page.turn_article, interaction, payload)

    async def _turn_history(self, interaction: Interaction, payload: str) -> None:
        await self.runner.reply_after_reading(history.turn_history, interaction, payload)

    async def _remove(self, interaction: Interaction, payload: str) -> None:
        await self.runner.reply_with_progress("Removing an article", remove, interaction, payload)

    async def _confirm_roll_back(self, interaction: Interaction, _: str) -> None:
        await self.runner.reply(confirm_roll_back, interaction)

    async def _roll_back(self, interaction: Interaction, payload: str) -> None:
        await self.runner.reply_with_progress("Rolling back", roll_back, interaction, payload)
