"""The documentation says what the code does."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

import bot.terminal.session
from bot.discord.commands.quotes import page as quotes_page
from bot.discord.commands.verify import checked
from bot.discord.messages.reply import to_reply
from bot.presentation.wording import FAIR, HIGH, in_words
from bot.settings import Settings
from bot.terminal.app import COMMANDS
from corpus.library.policy import Strictness
from index.answers.answer import THRESHOLDS
from index.encoding.encoder import Encoder
from index.people.sayings import find_person
from index.verification.claims import Claim
from tests.bot.conftest import Run, run
from tests.conftest import ROOT
from tests.support.kept_service import READER, loaded

__all__ = ["run"]

PAGES = (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def test_every_command_is_documented() -> None:
    """The README's table has the terminal's commands, all of them and no others."""
    rows = re.findall(r"^\| `pullquote (.+?) \|", README, re.MULTILINE)
    documented = {name for row in rows for name in re.findall(r"(?:^|`, `)([a-z-]+)", row)}
    assert documented == {*COMMANDS["pullquote"], "corpus"}


def test_every_command_for_the_corpus_is_documented() -> None:
    """docs/running.md has a line for each, and for no others."""
    page = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `pullquote corpus ([a-z]+)", page, re.MULTILINE)) == set(COMMANDS["corpus"])


def test_every_setting_is_documented() -> None:
    """docs/settings.md and .env.example have the settings, all of them and no others, with their defaults."""
    names = {f"PULLQUOTE_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert set(re.findall(r"^\| `(PULLQUOTE_\w+)`", SETTINGS, re.MULTILINE)) == set(names)
    assert set(re.findall(r"^#?(PULLQUOTE_\w+)=", EXAMPLE, re.MULTILINE)) == set(names)
    for name, field in names.items():
        if field.default is not None:
            assert f"| `{name}` | `{field.default}` |" in SETTINGS
            assert f"#{name}={field.default}\n" in EXAMPLE


def test_the_thresholds_and_words_of_the_confidence_are_documented() -> None:
    """docs/quality.md has the threshold of each strictness, and from where a confidence is called high and fair."""
    page = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\.\d+) \|", page, re.MULTILINE)
    assert {name: float(threshold) for name, threshold in rows} == dict(THRESHOLDS)
    assert f"`high` from {HIGH}, `fair` from {FAIR}, `low` below. Under {THRESHOLDS[Strictness.BALANCED]}," in page
    assert in_words(THRESHOLDS[Strictness.BALANCED]) == "fair"


def test_every_make_target_is_there() -> None:
    """What the README tells to make can be made."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    pages = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?:^|`)make ([a-z]+)", pages, re.MULTILINE))
    assert {"ask", "chat", "run", "test"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_room_is_in_the_map() -> None:
    """docs/architecture.md has a line for every room."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for top in ("corpus", "index", "bot"):
        for path in (ROOT / top).rglob("__init__.py"):
            room = path.parent.relative_to(ROOT).as_posix()
            assert f"`{room}/`" in page, room


def test_no_place_is_left_to_fill_in() -> None:
    """No page has a placeholder, and the figures are those that were kept."""
    results = ROOT / "benchmarks" / "results" / "ranking-tune.json"
    kept = json.loads(results.read_text(encoding="utf-8"))["figures"]["wiki"]
    for page in PAGES:
        assert not re.search(r"@\w+@|TODO|FIXME|^[<>]{7} ", page.read_text(encoding="utf-8"), re.MULTILINE), page
    quality = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    for name in ("R@1", "R@5", "S@1", "S@3"):
        assert re.search(rf"^\| {name} \|.*\| {kept[name]:.3f} \|$".replace("0.", r"\."), quality, re.MULTILINE), name


def test_links_lead_somewhere() -> None:
    """Every relative link in the documentation is a file."""
    for page in PAGES:
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


@pytest.fixture
def folder(shipped_index: Path, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository, where the commands run on articles that are indexed; the models are loaded already."""
    shutil.copytree(shipped_index / "data", tmp_path / "data")
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PULLQUOTE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(bot.terminal.session, "find_encoder", lambda _: encoder)
    monkeypatch.setattr(bot.terminal.session, "find_reader", lambda *_: READER)
    return ROOT


def test_pages_show_what_is_really_printed(run: Run) -> None:
    """The transcripts in the README, docs/verify.md and docs/quotes.md are what the commands print."""
    verify, quotes = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("verify.md", "quotes.md"))
    for page in (README, verify, quotes):
        commands = re.findall(r"^\$ pullquote (.+)$", page, re.MULTILINE)
        assert commands
        for command in commands:
            code, out, _ = run(*shlex.split(command))
            shown = page.split(f"$ pullquote {command}\n", 1)[1].split("```", 1)[0]
            assert (code, _lines(out)) == (0, _lines(shown))


def test_the_page_on_json_has_every_key(run: Run) -> None:
    """What ask, inspect and verify print has no key that docs/json.md leaves out."""
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    question, claim = "What did Mattis say about the sanctions?", "the toughest sanctions yet on North Korea"
    article = next((ROOT / "corpus" / "articles").glob("*.txt"))
    for command in (("ask", question), ("inspect", str(article)), ("verify", claim)):
        code, out, _ = run(*command, "--json")
        assert code == 0
        assert not [key for key in _keys(json.loads(out)) if f"`{key}`" not in page]


def _keys(value: object) -> set[str]:
    inside = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    own = set(value) if isinstance(value, dict) else set()
    return own.union(*map(_keys, inside))


def test_the_page_on_discord_shows_what_is_really_sent(shipped_index: Path, encoder: Encoder) -> None:
    """The transcripts in docs/discord.md are the messages of the answers."""
    page = (ROOT / "docs" / "discord.md").read_text(encoding="utf-8")
    collection = loaded(shipped_index, encoder)
    transcripts = re.findall(r"`/ask question: (.+?)`.*?```markdown\n(.+?)\n```", page, re.DOTALL)
    assert len(transcripts) == 2
    for question, shown in transcripts:
        assert to_reply(collection.answer(question), echo=True).messages == (shown,)
    claim = "These are the toughest sanctions yet laid on North Korea"
    replies = {
        "/quotes speaker: Mattis topic: sanctions": quotes_page(
            collection, find_person(collection.people, "Mattis"), 1, "sanctions"
        ),
        f"/verify quote: {claim}": checked(collection, (Claim(claim),)),
    }
    for command, reply in replies.items():
        shown = page.split(f"`{command}`")[1].split("```markdown\n")[1].split("\n```")[0]
        assert reply.messages == (shown,)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]
