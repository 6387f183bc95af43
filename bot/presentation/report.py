"""What an indexing did, in lines."""

from bot.presentation.wording import counted
from index.service.report import Report


def report_lines(report: Report) -> tuple[str, ...]:
    """The same in lines."""
    counts = ((report.indexed, "new or changed"), (report.unchanged, "unchanged"), (report.removed, "removed"))
    changes = [f"{counted(number, 'article')} {what}" for number, what in counts if number]
    told = ", ".join(changes) or "no article"
    done = f"Indexed: {told}; {counted(report.passages, 'passage')} in {report.seconds:.1f} s."
    return (done, *report.notes, *report.skipped, *report.failed)
