"""PDFs as people make them: typeset from articles whose sentences are known."""

import json
from collections.abc import Sequence
from functools import cache

import pytest
import typst

from corpus.readers.pdf import preload
from tests.conftest import ROOT
from tests.support.reading import read_article

ARTICLES = ROOT / "tests" / "quality" / "articles"


@pytest.fixture(scope="session", autouse=True)
def _words() -> None:
    preload()


@cache
def paragraphs(name: str) -> tuple[str, ...]:
    """The paragraphs of an article, each in one line."""
    document = read_article(ARTICLES / name)
    return tuple(" ".join(span.of(document.text).split()) for span in document.paragraphs)


def made(source: str) -> bytes:
    """The PDF that Typst makes."""
    return typst.compile(source.encode())


def words(text: str) -> str:
    """A text as Typst takes it, without what would be markup."""
    return f"#text({json.dumps(text, ensure_ascii=False)})"


def body(texts: Sequence[str]) -> str:
    """Paragraphs as Typst takes them."""
    return "\n\n".join(map(words, texts))


PAPER = """
#set page(paper: "a4", columns: 2, margin: 2cm, header: [The Journal of Small Harbours #h(1fr) Vol. 12],
  footer: context [#align(center)[#counter(page).display()]])
#set text(size: 10pt, lang: "en", hyphenate: true)
#set par(justify: true, first-line-indent: 1em, spacing: 0.65em)
#place(top + center, scope: "parent", float: true)[#text(size: 17pt)[*On bells and those who cast them*] \\ Ann Lee]
= Introduction
"""
BOOK = """
#set document(title: "Microsoft Word - bells_final2.doc", author: "user01")
#set page(paper: "a5", numbering: "i",
  header: context if calc.odd(counter(page).get().first()) [THE BELL FOUNDERS #h(1fr)] else [#h(1fr) A HISTORY])
#set text(size: 10pt, lang: "en", hyphenate: true)
#set par(justify: true, first-line-indent: 1.2em, spacing: 0.65em)
"""
GAZETTE = """
#set page(width: 29.7cm, height: 42cm, margin: 1.5cm, header: [The Brannock Gazette #h(1fr) Friday, 3 March 2024])
#set text(size: 9pt, lang: "en", hyphenate: true)
#set par(justify: true, first-line-indent: 1em, spacing: 0.6em)
"""
LETTER = """
#set page(paper: "us-letter", margin: 2.5cm,
  footer: context [#align(right)[Page #counter(page).display() of #counter(page).final().first()]])
#set text(size: 11pt, lang: "en", font: "DejaVu Sans Mono")
#align(right)[Harbour Board \\ 12 Quay Street \\ Brannock]
#text(size: 16pt, weight: "bold")[Board to close the old bridge]

"""
INTERVIEW = """
#set page(paper: "a4", margin: 2.5cm, numbering: "1 / 1")
#set text(size: 11pt, lang: "en", hyphenate: true)
#set par(justify: true)
= Ten questions

"""
