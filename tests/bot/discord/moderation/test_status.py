"""Reports of jobs and the status of a collection, in messages."""

from bot.discord.messages.limits import MESSAGE
from bot.discord.moderation.status import NOT_BUILT, fit_lines, report_reply, status_reply
from bot.discord.runtime.jobs import Jobs
from bot.discord.runtime.worker import Worker
from bot.presentation.visible import length
from corpus.library.models import Job
from index.service.report import Quota
from tests.support.fake_service import FakeCollections
from tests.support.values import AT, GUILD, report_of, status_of

WHEN = f"<t:{int(AT.timestamp())}:f>"


def test_a_report_tells_its_counts_and_whatever_went_wrong() -> None:
    """A report has its counts, a line for each problem, and a button that takes the change back."""
    skipped, notes = ("twin.txt: is there",), ("A part was damaged.",)
    report = report_of(failed=("bad_file.txt: is binary",), skipped=skipped, notes=notes)
    reply = report_reply("Reindexed", report, can_roll_back=True)
    counts, *lines = reply.messages[0].split("\n")
    assert counts == "**Reindexed**: 1 article new or changed, 2 unchanged, 1 skipped, 1 not readable."
    assert lines == [
        "Could not be read:",
        "- bad\\_file.txt: is binary",
        "Skipped:",
        "- twin.txt: is there",
        "Please note:",
        "- A part was damaged.",
    ]
    assert [button.label for button in reply.buttons] == ["Roll back…"]
    assert report_reply("Reindexed", report, can_roll_back=False).buttons == ()


def test_a_report_of_many_failures_fits_one_message() -> None:
    """A report of many failures fits one message, and counts the lines that do not fit."""
    many = tuple(f"article_{number}.txt: " + "x" * 200 for number in range(100))
    (message,) = report_reply("Reindexed", report_of(failed=many), False).messages
    assert length(message) <= MESSAGE
    assert "100 not readable" in message
    assert "more lines." in message
    assert fit_lines(["", "one", ""]) == "one"


async def test_a_status_tells_how_full_a_collection_is_and_what_is_wrong_with_it(collections: FakeCollections) -> None:
    """A status has the quota, the fault and the last job, one that was killed too."""
    jobs = Jobs(Worker(collections.service, 1))
    killed = Job(1, GUILD, "reindex", "42", AT, AT, None)
    status = status_of(quota=Quota(500, 20_000_000, 20_000), removed=1, last=killed, fault="a *part* is damaged")
    assert status_reply(status, jobs).messages[0].split("\n") == [
        "**2 articles**, with 12 quotes; 1 removed",
        "Quota: 2 of 500 articles · 5.0 kB of 20.0 MB · 34 of 20,000 passages",
        f"Answers come from them as of {WHEN}",
        "⚠ a \\*part\\* is damaged",
        f"Last job: reindex by <@42>, {WHEN}: interrupted",
    ]
    bare = status_reply(status_of(built=None), jobs)
    assert bare.messages[0].split("\n")[1:] == ["5.0 kB of text · 34 passages", NOT_BUILT]
    assert bare.buttons == ()


async def test_a_status_tells_each_job_with_a_button_that_cancels_it(collections: FakeCollections) -> None:
    """A status lists the jobs of its own collection, each with a button that cancels it."""
    jobs = Jobs(Worker(collections.service, 1))
    places = [jobs.queued(name, "Adding an article", "42", number) for name, number in ((GUILD, "a"), ("guild:7", "b"))]
    with places[0], places[1], jobs.queued(GUILD, "Reindexing", "43", "c") as stopped:
        stopped.stop("42")
        reply = status_reply(status_of(), jobs)
    assert reply.messages[0].split("\n")[3:] == [
        "Now: Adding an article, started by <@42> (getting ready)",
        "Now: Reindexing, started by <@43> (being stopped)",
    ]
    buttons = [(button.label, button.custom_id) for button in reply.buttons]
    assert buttons == [("Cancel 1", "stop:a"), ("Cancel 2", "stop:c")]
