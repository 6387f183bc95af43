"""Pullquote beside other programs on the same passages and questions: what building, opening and asking cost.

Each has an environment of its own, made by pip, one thread and the packaged model. It runs twice: to build its index,
and to open it and ask.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import Data, Result, keep_figures
from benchmarks.peer_programs import PEERS
from benchmarks.questions import read_rows
from index.encoding.model_files import find_model

TORCH = "torch==2.13.0"
ENVIRONMENTS = Path(".pullquote/peers")
PROGRAMS = Path(__file__).resolve().with_name("peer_programs.py")
ENVIRONMENT = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "HF_HUB_OFFLINE"), "1"),
    **dict.fromkeys(("TOKENIZERS_PARALLELISM", "ANONYMIZED_TELEMETRY", "HAYSTACK_TELEMETRY_ENABLED"), "False"),
}


def python_of(name: str) -> Path:
    """The interpreter of a peer's environment, which is made where it is not yet there; of ours the running one."""
    program, packages = PEERS[name]
    folder = ENVIRONMENTS.absolute() / program.__name__
    python = folder / "bin" / "python"
    if packages and not (folder / "complete").exists():
        venv.create(folder, with_pip=True, clear=True)
        for wanted in ((), packages):  # torch first, so that nothing brings another one
            subprocess.run([python, "-m", "pip", "install", "-q", TORCH, *wanted], check=True)  # noqa: S603
        (folder / "complete").touch()
    return python if packages else Path(sys.executable)


def measured(name: str, python: Path, data: Path, model: str, passages: int) -> dict[str, float]:
    """The figures of one of them, of a run that builds and of one that asks."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(python), str(PROGRAMS), name, str(data), model, folder]
        building, asking = _run(command), _run(command)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    built = {"passages built a second": passages / (building["opened"] - asking.pop("opened"))}
    return built | asking | {"index, KB a passage": size / 1e3 / passages}


def _run(command: Sequence[str]) -> dict[str, float]:
    began, environment = str(time.time()), os.environ | ENVIRONMENT
    run = subprocess.run([*command, began], env=environment, capture_output=True, check=True)  # noqa: S603
    return dict(json.loads(run.stdout.splitlines()[-1]))


def peers(
    data: Data,
    result: Result = None,
    passages: Annotated[int, typer.Option(help="So many are indexed.")] = 2_000,
    questions: Annotated[int, typer.Option(help="So many of theirs are asked.")] = 200,
) -> None:
    """Measure all of them in turn; what cannot be measured is said."""
    asked = [row for row in read_rows(data / "questions.jsonl") if row["answerable"]]
    wanted, rows = {row["passage"] for row in asked}, read_rows(data / "passages.jsonl")
    titles = {row["title"] for row in rows if row["id"] in wanted}
    rows = [row for row in rows if row["title"] in titles][:passages]
    model, numbers = str(find_model(None).folder), {row["id"]: number for number, row in enumerate(rows)}
    asked = [row for row in asked if row["passage"] in numbers]
    asked = asked[:: max(1, len(asked) // questions)][:questions]
    given = [{**row, "id": str(number)} for number, row in enumerate(rows)]
    pairs = [(row["question"], numbers[row["passage"]]) for row in asked]
    figures: dict[str, dict[str, float] | str] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "data.json"
        file.write_text(json.dumps({"passages": given, "questions": pairs}), encoding="utf-8")
        for name in PEERS:
            try:
                found = measured(name, python_of(name), file, model, len(rows))
                figures[name] = {figure: round(value, 3) for figure, value in found.items()}
            except subprocess.CalledProcessError as error:
                figures[name] = f"not measured: {(error.stderr or b'').decode()[-300:] or error}"
            print(name, figures[name], flush=True)
    keep_figures(result, passages=len(rows), questions=len(asked), figures=figures)


if __name__ == "__main__":
    typer.run(peers)
