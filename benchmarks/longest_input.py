"""What the longest admitted question, claim and message cost beyond short ones, whatever characters they are made of.

For each kind of text: CPU seconds and the peak of the process's memory while it is answered, less those of a short
text. One thread, the packaged encoder, and the articles of a folder. Memory is what Linux tells in /proc.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from shutil import copytree
from typing import Annotated

import typer
from rich.progress import Progress

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import Result, keep_figures, show
from benchmarks.questions import open_view
from corpus.errors import PullquoteError
from index.encoding.runtimes import find_encoder
from index.query.query import MAX_QUESTION
from index.reading.readers import find_reader
from index.service.protocols import View
from index.verification.claims import MAX_MESSAGE, Claim, find_claims
from index.verification.verify import MAX_CLAIM

ARTICLES = Path(__file__).parents[1] / "tests" / "quality" / "articles"
SECONDS, MEGABYTES = 1.0, 200.0  # what a long text may cost beyond a short one
SHORT = "What did the harbour master say about the ferry?"
PROSE = (
    "The harbour master said on Monday that the ferry would sail again before the winter. “We have waited for years,” "
    "she told the council, which had asked what the new bridge costs and who pays for it. Nobody in the town believed "
    "that the repairs would take so long, and what did the mayor say about them? "
)
WORD = "ferry"  # without a word it would not be a question
PIECES = {
    "a letter": "a",
    "letters between blanks": "a b ",
    "a word": "ferry ",
    "misspelt words": "harbuor ",
    "words in capitals": "The Harbour ",
    "names between commas": "Ida Lund, Rolf Olm, ",
    "digits": "7",
    "numbers": "1,987.5 ",
    "straight marks": '"',
    "opening marks": "“",
    "closing marks": "”",
    "empty quotes": "“”",
    "quoted words": "“ferry” ",
    "quoted questions": "what did “ferry” say? ",
    "apostrophes": "’",
    "guillemets": "«",
    "full stops": ".",
    "full stops between blanks": ". ",
    "commas": ",",
    "question marks": "?",
    "ellipses": "…",
    "words between ellipses": "ferry … ",
    "colons": "a: ",
    "hyphens": "-",
    "hyphenated words": "a-",
    "dashes": "— ",
    "opening brackets": "(",
    "nested brackets": "([",
    "links": "[a](b) ",
    "underscores": "_",
    "asterisks": "*a*",
    "emojis": "🦊",
    "families": "👨‍👩‍👧",
    "Chinese": "港",
    "Korean": "항구",
    "Arabic": "ﷺ",
    "accents": "é́́",
    "accents alone": "\u0301",
    "ligatures": "ﬃ",
    "lines": "a\n",
    "block quotes": "> a\n",
    "“said” alone": "said ",
    "“what did” alone": "what did ",
    "“of the” alone": "of the ",
    "he said": "“a,” he said. ",
    "prose": PROSE,
}  # fmt: skip


def longest_input(
    articles: Annotated[Path, typer.Option(help="A folder of articles.")] = ARTICLES,
    only: Annotated[str, typer.Option(help="Only the kinds of text whose name holds this.")] = "",
    result: Result = None,
) -> None:
    """Measure, print a table, and tell by the exit code whether all of it is within the limits."""
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        copytree(articles, Path(folder) / "articles")
        view = open_view(Path(folder), find_encoder(threads=1), find_reader(), Progress(disable=True))
        for act, (work, most) in _works(view).items():
            for _ in range(3):
                work(SHORT)
            short = cost(work, SHORT)
            for kind, piece in PIECES.items():
                if only in kind:
                    seconds, megabytes = cost(work, f"{WORD} {piece * most}"[:most])
                    figures.setdefault(kind, {})[f"{act}, s"] = round(seconds - short[0], 2)
                    figures[kind][f"{act}, MB"] = round(megabytes - short[1])
    names = next(iter(figures.values()), {})
    show("beyond a short text", {name: {kind: row[name] for kind, row in figures.items()} for name in names})
    keep_figures(result, figures=figures)
    heavy = [f"{kind}: {name}" for kind, row in figures.items() for name in names if _is_heavy(name, row[name])]
    for line in heavy:
        print(f"too heavy: {line}")
    raise typer.Exit(bool(heavy))


def _works(view: View) -> Mapping[str, tuple[Callable[[str], object], int]]:
    """What is done with a text, and how many characters it admits."""
    last = view.answer(SHORT)
    return {
        "question": (view.answer, MAX_QUESTION),
        "follow-up": (lambda text: view.answer(text, last=last), MAX_QUESTION),
        "claim": (lambda text: view.verify(Claim(text)), MAX_CLAIM),
        "message": (find_claims, MAX_MESSAGE),
        "source": (view.find_source, MAX_MESSAGE),
    }


def cost(work: Callable[[str], object], text: str) -> tuple[float, float]:
    """CPU seconds of all threads, and MB by which the process's memory was higher than before."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, started = _memory("VmRSS"), time.process_time()
    with suppress(PullquoteError):  # a claim without a word, above all, which is cheap to refuse
        work(text)
    return time.process_time() - started, _memory("VmHWM") - before


def _memory(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def _is_heavy(name: str, value: float) -> bool:
    return value >= (SECONDS if name.endswith("s") else MEGABYTES)


if __name__ == "__main__":
    typer.run(longest_input)
