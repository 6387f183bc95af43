"""What a piece of work did to a collection, in words."""

from bot.presentation.wording import counted, duration
from index.service.report import Report


def report_sentence(report: Report) -> str:
    """Its counts: how many articles became what, how much there is to search now, and how long it took."""
    counts = (
        (report.indexed, "new or changed"),
        (report.unchanged, "unchanged"),
        (report.removed, "removed"),
        (len(report.skipped), "skipped"),
        (len(report.failed), "failed"),
    )
    (first, what), *others = [pair for pair in counts if pair[0]] or [(0, "changed")]
    articles = ", ".join((f"{counted(first, 'article')} {what}", *(f"{count:,} {what}" for count, what in others)))
    embedded = f", {report.embedded:,} of them newly embedded" if report.embedded else ""
    return f"{articles}; {counted(report.passages, 'passage')} to search{embedded}, in {duration(report.seconds)}."


def report_lines(report: Report) -> tuple[str, ...]:
    """The counts of an indexing, then a line for each thing that should be known of it."""
    return (f"Indexed: {report_sentence(report)}", *report.notes, *report.skipped, *report.failed)
