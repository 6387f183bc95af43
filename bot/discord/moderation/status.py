"""What became of a moderator's work, and how their collection is, in messages."""

from collections.abc import Iterable
from datetime import datetime

from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import MESSAGE
from bot.discord.messages.mentions import when, who
from bot.discord.messages.reply import Button, Reply, joined
from bot.discord.runtime.job_progress import bar, duration
from bot.discord.runtime.jobs import Job, Jobs
from bot.presentation.visible import length
from bot.presentation.wording import counted, file_size
from index.service.report import Report, Status

ROLL_BACK, STOP = "rollback", "stop"  # the names of buttons
_SENTENCE = 300  # characters of what went wrong with one article
_MORE = 100  # characters kept for saying how many more there are


def report_lines(report: Report) -> list[str]:
    """What a piece of work did, in counts and sentences."""
    counts = (
        f"{counted(report.indexed, 'article')} new or changed",
        f"{report.unchanged:,} unchanged",
        f"{report.removed:,} removed",
        f"{len(report.skipped):,} skipped",
        f"{len(report.failed):,} failed",
    )
    work = f"{counted(report.passages, 'passage')} to search, {report.embedded:,} of them embedded anew"
    lines = [f"{', '.join(counts)}; {work}, in {duration(report.seconds)}."]
    for heading, sentences in (
        ("Could not be read:", report.failed),
        ("Skipped:", report.skipped),
        ("Please note:", report.notes),
    ):
        lines += [heading, *(f"- {clipped(each, _SENTENCE)}" for each in sentences)] if sentences else []
    return lines


def report_reply(heading: str, report: Report, can_roll_back: bool) -> Reply:
    """What a piece of work did to a collection, and a button that takes it back."""
    buttons = (Button("Roll back…", ROLL_BACK),) if can_roll_back else ()
    return Reply((fitting([f"**{heading}**", *report_lines(report)]),), buttons)


def status_reply(status: Status, jobs: Jobs) -> Reply:
    """How a collection is, with a button for each job that can be stopped."""
    waiting = jobs.of(status.collection)
    articles = f"**{counted(status.documents, 'article')}**, with {counted(status.quotes, 'quote')}"
    lines = [
        articles + (f"; {status.removed:,} removed" if status.removed else ""),
        _held(status),
        f"Index: published {when(datetime.fromisoformat(status.built))}" if status.built else "Index: none yet",
        f"⚠ {clipped(status.fault, _SENTENCE)}" if status.fault else "",
        *(f"Now: {job.what}, begun by {who(job.by)} {_how_far(jobs, job)}" for job in waiting),
        _last(status),
    ]
    buttons = tuple(Button(f"Cancel {number}", f"{STOP}:{job.id}") for number, job in enumerate(waiting, start=1))
    return Reply((fitting(lines),), buttons)


def _held(status: Status) -> str:
    quota = status.quota
    if quota is None:
        return f"{file_size(status.bytes)} of text · {counted(status.passages, 'passage')}"
    articles = f"{status.documents:,} of {counted(quota.documents, 'article')}"
    passages = f"{status.passages:,} of {counted(quota.passages, 'passage')}"
    return f"Of the quota: {articles} · {file_size(status.bytes)} of {file_size(quota.bytes)} · {passages}"


def _how_far(jobs: Jobs, job: Job) -> str:
    standing = jobs.standing(job)
    if standing.stopped:
        return "(being stopped)"
    if standing.ahead:
        return f"(waits for {counted(standing.ahead, 'job')} before it)"
    return bar(standing) if standing.total else "(getting ready)"


def _last(status: Status) -> str:
    last = status.last
    if last is None:
        return ""
    ended = f", {when(last.ended)}" if last.ended else ""
    return f"Last: {last.kind} by {who(last.by)}{ended}: {clipped(last.outcome or 'interrupted', _SENTENCE)}"


def fitting(lines: Iterable[str]) -> str:
    """As many lines as one message holds, and how many are left out."""
    kept, left_out = "", 0
    for line in filter(None, lines):
        if not left_out and length(kept) + length(line) < MESSAGE - _MORE:
            kept = joined([kept, line])
        else:
            left_out += 1
    return joined([kept, f"-# {counted(left_out, 'more line')}." if left_out else ""])
