"""What became of a moderator's work, in messages."""

from bot.limits import MESSAGE, length
from bot.outcomes import fitting, report_reply
from tests.bot.values import report_of


def test_a_report_tells_its_counts_and_whatever_went_wrong() -> None:
    """Each in a sentence; the change can be taken back."""
    skipped, notes = ("twin.txt: is there",), ("A part was damaged.",)
    report = report_of(failed=("bad_file.txt: is binary",), skipped=skipped, notes=notes)
    reply = report_reply("Reindexed", report, can_roll_back=True)
    heading, counts, *lines = reply.messages[0].split("\n")
    assert heading == "**Reindexed**"
    assert counts.startswith("1 article new or changed, 2 unchanged, 0 removed, 1 skipped, 1 failed; 34 passages")
    assert lines == [
        "Could not be read:",
        "- bad\\_file.txt\\: is binary",
        "Skipped:",
        "- twin.txt\\: is there",
        "Please note:",
        "- A part was damaged.",
    ]
    assert [each.label for each in reply.buttons] == ["Roll back…"]
    assert report_reply("Reindexed", report, can_roll_back=False).buttons == ()


def test_a_report_of_many_failures_fits_one_message() -> None:
    """What does not fit is counted."""
    many = tuple(f"article_{number}.txt: " + "x" * 200 for number in range(100))
    (message,) = report_reply("Reindexed", report_of(failed=many), False).messages
    assert length(message) <= MESSAGE
    assert "100 failed" in message
    assert "more lines." in message
    assert fitting(["", "one", ""]) == "one"
