"""What articles report of somebody's words without quoting them: “Mattis said the sanctions were severe.”"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.english.language import is_english
from corpus.english.masked_quotes import parse_blocks
from corpus.english.parsed_sentence import ParsedSentence
from corpus.english.reporting import REPORTING_VERBS
from corpus.quotes.direct import Quote
from corpus.quotes.reported_clauses import Statement, find_statements
from corpus.speakers.resolver import name_sources
from corpus.text.document import Document
from corpus.text.sentences import split_sentences
from corpus.text.span import Span

_REPORTS = re.compile(rf"\b(?:{'|'.join(sorted(REPORTING_VERBS))})\b", re.IGNORECASE)
_SHORTEST = 5  # words of a sentence that reports: a source, a verb and a statement of three
_LONGEST = 4000  # characters of a sentence; a longer one is a list, or hostile
_DATELINE = re.compile(r"[A-Z]{2}[^()\n]{1,40}(?:\([A-Z][\w. ]{1,20}\) *)?(?:--|[—–―-]) *(?=[^\s-])")
_MARK = re.compile(r"''|[\"“”„‟«»]")


def find_reported(document: Document, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The reported statements of a document in order, of kind `reported`: each with its source and without marks.

    A span is what is reported, without the words that say who says it. None overlaps another, or one of `quotes`.
    Statements whose source is not known are left out, captions too.
    """
    if not is_english(document):
        return ()
    quoted = _by_paragraph(document, quotes)
    statements = _statements(document, quoted)
    sources = [[statement.source for statement in inside] for inside in statements]
    known = name_sources(document.text, document.paragraphs, quoted, sources)
    return tuple(
        Quote(document, statement.span, "reported", replace(said.speaker, mention=said.mention or statement.source))
        for inside in statements
        for statement in inside
        if (said := known.get(statement.source)) and said.speaker
    )


def _by_paragraph(document: Document, quotes: Sequence[Quote]) -> list[list[Span]]:
    """The spans of the quotes in each paragraph."""
    spans: list[list[Span]] = [[] for _ in document.paragraphs]
    for quote in quotes:
        if number := document.paragraph_at(quote.span.start):
            spans[number - 1].append(quote.span)
    return spans


def _statements(document: Document, quoted: Sequence[Sequence[Span]]) -> list[list[Statement]]:
    """The statements of each paragraph. Only sentences that hold a verb of saying outside quotes are parsed."""
    text = document.text
    sentences = [
        (number, sentence, inside)
        for number, (paragraph, spans) in enumerate(zip(document.paragraphs, quoted, strict=True))
        for sentence, inside in _sentences(text, _without_dateline(text, paragraph), spans)
        if sentence.end - sentence.start <= _LONGEST and _may_report(text, _unquoted(text, sentence, inside))
    ]
    parsed = parse_blocks(text, ((sentence, inside) for _, sentence, inside in sentences))
    statements: list[list[Statement]] = [[] for _ in quoted]
    for (number, sentence, inside), tokens in zip(sentences, parsed, strict=True):
        begin = _unquoted(text, sentence, inside).start
        statements[number] += find_statements(ParsedSentence(text, tokens), begin)
    return statements


def _without_dateline(text: str, paragraph: Span) -> Span:
    dateline = _DATELINE.match(text, paragraph.start, paragraph.end)
    return Span(dateline.end(), paragraph.end) if dateline else paragraph


def _unquoted(text: str, sentence: Span, quotes: Sequence[Span]) -> Span:
    """What follows the last quote of a sentence, and the last mark of any."""
    marks = [mark.end() for mark in _MARK.finditer(text, sentence.start, sentence.end)]
    begin = max([sentence.start, *marks[-1:], *(quote.end for quote in quotes[-1:])])
    return Span(begin, sentence.end)


def _may_report(text: str, unquoted: Span) -> bool:
    """Whether there is a verb of saying, and room for its source and a statement."""
    return bool(_REPORTS.search(text, unquoted.start, unquoted.end)) and len(unquoted.of(text).split()) >= _SHORTEST


def _sentences(text: str, paragraph: Span, quotes: Sequence[Span]) -> Iterator[tuple[Span, list[Span]]]:
    """The sentences of a paragraph with the quotes in each; one goes on to the end of its last quote."""
    waiting, begun = list(reversed(quotes)), None
    inside: list[Span] = []
    for sentence in split_sentences(text, paragraph):
        begun = sentence.start if begun is None else begun
        while waiting and waiting[-1].start < sentence.end:
            inside.append(waiting.pop())
        if not inside or inside[-1].end <= sentence.end:
            yield Span(begun, sentence.end), inside
            begun, inside = None, []
