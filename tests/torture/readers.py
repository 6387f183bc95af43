"""Processes that read while another adds and removes all the time."""

from multiprocessing.connection import Connection
from pathlib import Path

from tests.support.child import child
from tests.torture.outcome import Outcome, told
from tests.torture.workshop import HERE, MODERATOR, Step, ground, numbered, opened, seen, state, wrong

HOLDS = "who reads beside a writer sees the articles of one moment, whole"
OFTEN = 10  # reads of one process that begins anew

STEPS = (
    Step("remove", lambda each: each.curation.remove(HERE, numbered(each, HERE, 11), MODERATOR)),
    Step("restore", lambda each: each.curation.restore(HERE, numbered(each, HERE, 11), None, MODERATOR)),
)


def readers(count: int, folder: Path) -> Outcome:
    """So many reads, every tenth by one who begins anew."""
    ground(folder / "ground")
    reader = opened(folder / "ground")
    whole = state(reader)[HERE]
    document = next(each.document for each in reader.curation.entries(HERE) if each.name == "a11.txt")
    without = tuple(each for each in whole if each[2] != document)
    allowed = [sorted(each[2] for each in held) for held in (whole, without)]
    changes, broken = 0, list[str]()
    with child(_writing, folder / "ground") as (_, connection):
        connection.recv()
        for number in range(count):
            if number % OFTEN == 0:
                reader = opened(folder / "ground")
            reader.operations.load()
            reader.registry.collection(HERE).close()
            if state(reader)[HERE] not in (whole, without):
                broken += told(f"read {number}", ["the library is half changed"])
            if sorted(each.id for each in reader.views.view([HERE]).documents) not in allowed:
                broken += told(f"read {number}", ["the index is half changed"])
            if found := wrong(seen(reader)):
                broken += told(f"read {number}", [found])
            while connection.poll():
                changes += connection.recv()
    if not changes:
        broken.append("nothing was written meanwhile")
    return Outcome(HOLDS, count, {"changes meanwhile": float(changes)}, tuple(broken))


def _writing(connection: Connection, folder: Path) -> None:
    kept = opened(folder)
    with kept.operations.writing():
        kept.operations.load()
        connection.send(0)
        while True:
            for step in STEPS:
                step.work(kept)
                connection.send(1)
