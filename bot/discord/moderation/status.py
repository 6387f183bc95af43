"""How a server's collection is, what became of the work on it, and how jobs are cancelled."""

from collections.abc import Iterable
from datetime import datetime

from bot.discord.messages.conversation import Interaction, SlashConversation, private_conversation
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import MESSAGE
from bot.discord.messages.mentions import when, who
from bot.discord.messages.reply import Button, Reply, joined
from bot.discord.moderation.request import RequestRunner
from bot.discord.runtime.job_progress import bar
from bot.discord.runtime.jobs import JobProgress, Jobs
from bot.presentation.report import outcome
from bot.presentation.visible import length
from bot.presentation.wording import counted, file_size
from corpus.library.owners import of_guild
from index.service.report import Report, Status

ROLL_BACK, STOP = "rollback", "stop"  # the names of buttons
NOT_BUILT = "Nothing can be answered from them yet."
_SENTENCE = 300  # characters of what went wrong with one article
_MORE = 100  # characters kept for saying how many more there are


async def show_status(runner: RequestRunner, interaction: Interaction) -> None:
    """Answer with how the collection is, and a button for each job on it."""
    async with private_conversation(interaction) as conversation:
        await _say_status(runner, conversation)


async def cancel_job(runner: RequestRunner, interaction: Interaction, payload: str) -> None:
    """Cancel a job under its own message, which tells what became of it."""
    async with private_conversation(interaction) as conversation:
        _cancel(runner, interaction, payload)
        await conversation.think()


async def cancel_under_status(runner: RequestRunner, interaction: Interaction, payload: str) -> None:
    """Cancel a job under the status, which is shown anew."""
    async with private_conversation(interaction) as conversation:
        _cancel(runner, interaction, payload)
        await _say_status(runner, conversation)


def _cancel(runner: RequestRunner, interaction: Interaction, number: str) -> None:
    """For whoever started the job, a moderator still or not, and for every moderator of its server."""
    person = str(interaction.user.id)
    job = runner.jobs.find(number, of_guild(interaction.guild_id or 0))
    if job.by != person:
        runner.request(interaction)
    job.stop(person)


async def _say_status(runner: RequestRunner, conversation: SlashConversation) -> None:
    await conversation.think()
    collection = runner.request(conversation.interaction).collection
    status = await runner.worker.run_short(runner.worker.service.indexing.status, collection)
    await conversation.say(status_reply(status, runner.jobs))


# In words -------------------------------------------------------------------------------------------------------------


def itemized_problems(report: Report) -> list[str]:
    """Lists of what should be known of a piece of work."""
    lines: list[str] = []
    for heading, sentences in (
        ("Could not be read:", report.failed),
        ("Skipped:", report.skipped),
        ("Please note:", report.notes),
    ):
        lines += [heading, *(f"- {clipped(text, _SENTENCE)}" for text in sentences)] if sentences else []
    return lines


def report_reply(heading: str, report: Report, can_roll_back: bool) -> Reply:
    """What a piece of work did to a collection, and a button that takes it back."""
    buttons = (Button("Roll back…", ROLL_BACK),) if can_roll_back else ()
    return Reply((fit_lines([f"**{heading}**: {outcome(report)}.", *itemized_problems(report)]),), buttons)


def status_reply(status: Status, jobs: Jobs) -> Reply:
    """How a collection is, with a button for each job that can be stopped."""
    queue = jobs.of(status.collection)
    articles = f"**{counted(status.documents, 'article')}**, with {counted(status.quotes, 'quote')}"
    lines = [
        articles + (f"; {status.removed:,} removed" if status.removed else ""),
        _amounts(status),
        f"Answers come from them as of {when(datetime.fromisoformat(status.built))}" if status.built else NOT_BUILT,
        f"⚠ {clipped(status.fault, _SENTENCE)}" if status.fault else "",
        *(f"Now: {job.heading}, started by {who(job.by)} {_progress(jobs.progress(job))}" for job in queue),
        _last_job(status),
    ]
    buttons = tuple(Button(f"Cancel {number}", f"{STOP}:{job.id}") for number, job in enumerate(queue, start=1))
    return Reply((fit_lines(lines),), buttons)


def _amounts(status: Status) -> str:
    quota = status.quota
    if quota is None:
        return f"{file_size(status.bytes)} of text · {counted(status.passages, 'passage')}"
    articles = f"{status.documents:,} of {counted(quota.documents, 'article')}"
    passages = f"{status.passages:,} of {counted(quota.passages, 'passage')}"
    return f"Quota: {articles} · {file_size(status.bytes)} of {file_size(quota.bytes)} · {passages}"


def _progress(progress: JobProgress) -> str:
    if progress.stopping:
        return "(being stopped)"
    if progress.ahead:
        return f"(waiting for {counted(progress.ahead, 'job')} ahead of it)"
    return bar(progress) if progress.total else "(getting ready)"


def _last_job(status: Status) -> str:
    last = status.last
    if last is None:
        return ""
    ended = f", {when(last.ended)}" if last.ended else ""
    return f"Last job: {last.kind} by {who(last.by)}{ended}: {clipped(last.outcome or 'interrupted', _SENTENCE)}"


def fit_lines(lines: Iterable[str]) -> str:
    """As many lines as one message holds, and how many are left out."""
    kept, left_out = "", 0
    for line in filter(None, lines):
        if not left_out and length(kept) + length(line) < MESSAGE - _MORE:
            kept = joined([kept, line])
        else:
            left_out += 1
    return joined([kept, f"-# {counted(left_out, 'more line')}." if left_out else ""])
