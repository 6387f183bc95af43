"""Heavy libraries stand behind one door each, and nothing happens at import."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = ("corpus", "index", "bot")  # each may import those before it
DOORS = {
    "faiss": {"index/engine/vectors.py"},
    "sentence_transformers": {"index/encoding/sentence_encoder.py", "index/reading/cross_encoder.py"},
    "torch": {"index/encoding/sentence_encoder.py"},
    "transformers": {"index/encoding/sentence_encoder.py"},
    "huggingface_hub": {"index/encoding/model_files.py"},
    "onnxruntime": {"index/encoding/inference.py"},
    "openvino": {"index/encoding/inference.py"},
    "tokenizers": {"index/encoding/onnx_encoder.py", "index/reading/onnx_reader.py"},
    "safetensors": {"index/trained/__init__.py", "index/engine/segment_file.py"},
    "Stemmer": {"index/engine/bm25.py"},
    "spacy": {"corpus/english/parser.py"},
    "sentencex": {"corpus/text/sentences.py"},
    "py3langid": {"corpus/english/language.py"},
    "markdown_it": {"corpus/readers/text/paragraphs.py"},
    "mammoth": {"corpus/readers/documents/docx.py"},
    "striprtf": {"corpus/readers/documents/rtf.py"},
    "trafilatura": {"corpus/readers/documents/html.py"},
    "yaml": {"corpus/readers/front_matter.py"},
    "ftfy": {"corpus/readers/doubts.py"},
    "pypdfium2": {"corpus/readers/pdf/__init__.py", "corpus/readers/pdf/pages.py"},
    "protego": {"corpus/web/robots.py"},
    "filelock": {"index/engine/lock.py"},
}
LAZY = {"torch", "sentence_transformers", "transformers", "huggingface_hub", "onnxruntime", "openvino", "tokenizers"}
LAZY |= {"spacy", "ftfy", "dateparser"}
"""Imported where they are used, for what they take to load."""
FILES = sorted(path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*.py"))
MODULES = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in FILES]


def imported(file: str) -> Iterator[str]:
    """The modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports by dots"
            yield node.module or ""


@cache
def packages(file: str) -> frozenset[str]:
    """The top packages that a file imports."""
    return frozenset(module.split(".")[0] for module in imported(file))


def run(code: str) -> str:
    """What a fresh interpreter prints."""
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_there_is_something_to_look_at() -> None:
    """The modules are found: on an empty folder the tests below would pass too."""
    assert {"bot/terminal/app.py", "index/engine/vectors.py", "index/encoding/sentence_encoder.py"} <= set(FILES)
    assert "faiss" in packages("index/engine/vectors.py")


@pytest.mark.parametrize("package", DOORS)
def test_a_library_is_known_in_one_file(package: str) -> None:
    """Each heavy library is imported in the files listed for it and nowhere else."""
    assert {file for file in FILES if package in packages(file)} == DOORS[package]


def test_what_starts_often_imports_nothing_heavy(tmp_path: Path) -> None:
    """`--help` waits for no torch, and `pullquote health`, which a container runs every minute, for no library."""
    heavy = (
        "torch spacy py3langid faiss sentence_transformers transformers discord numpy safetensors sqlalchemy alembic"
    )
    code = f"""
import os, sys, bot.__main__, bot.settings
from bot.terminal.app import _exit_code
os.environ["PULLQUOTE_DATA"] = {str(tmp_path)!r}
for command in ("--help", "health"):
    sys.argv[1:] = [command]
    print(_exit_code(), *sorted(set({heavy!r}.split()) & set(sys.modules)))
"""
    helped, checked = [line for line in run(code).splitlines() if line[:1].isdigit()]
    assert (helped, checked) == ("0", "1")  # there is no bot that could be connected


@pytest.mark.slow
def test_nothing_happens_at_import(tmp_path: Path) -> None:
    """No module connects, writes, starts a thread or a process, changes the environment, or loads what takes seconds
    when it is imported."""
    code = f"""
import os, sys, threading
sys.dont_write_bytecode = True
# What these do is their own affair.
import discord, faiss, pydantic_settings, rich.console, sentencex, Stemmer, typer
os.chdir({str(tmp_path)!r})
before = dict(os.environ), threading.active_count()

def forbid(event, args):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.mkdir",
                 "os.remove", "os.rename", "sqlite3.connect", "os.fork", "os.posix_spawn"):
        raise AssertionError((event, args))
    if event == "open" and (isinstance(args[1], str) and set(args[1]) & set("wax+")):
        raise AssertionError((event, args))

sys.addaudithook(forbid)
import importlib
for module in {MODULES!r}:
    importlib.import_module(module)
assert before == (dict(os.environ), threading.active_count())
modules = [name for name in sys.modules if name.split(".")[0] in {ROOMS!r}]
print(len(modules), *os.listdir("."), *{LAZY!r} & set(sys.modules))
"""
    assert run(code) == str(len(MODULES))
