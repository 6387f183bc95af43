"""What a piece of work did to a collection, in words."""

from bot.presentation.wording import counted, duration
from index.service.report import Report


def outcome(report: Report) -> str:
    """How many articles became what: “1 article new or changed, 2 unchanged”."""
    (first, what), *others = report.counts or ((0, "changed"),)
    return ", ".join((f"{counted(first, 'article')} {what}", *(f"{count:,} {what}" for count, what in others)))


def report_lines(report: Report) -> tuple[str, ...]:
    """How many articles became what, how much there is to search now, and how long it took; then a line for each thing
    that should be known of it."""
    embedded = f", {report.embedded:,} of them newly embedded" if report.embedded else ""
    searched = f"{counted(report.passages, 'passage')} to search{embedded}, in {duration(report.seconds)}"
    return (f"Indexed: {outcome(report)}; {searched}.", *report.notes, *report.skipped, *report.failed)
