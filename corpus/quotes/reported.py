"""What articles report of somebody's words without quoting them: “Mattis said the sanctions were severe.”"""

import re
from collections.abc import Sequence

from corpus.english.language import is_english
from corpus.english.masked_quotes import parse_blocks
from corpus.english.parsed_sentence import ParsedSentence
from corpus.english.reporting import REPORTING_VERBS
from corpus.quotes.direct import Quote
from corpus.quotes.passages import whole_sentences
from corpus.quotes.reported_clauses import Statement, find_statements
from corpus.speakers.resolver import name_sources
from corpus.text.document import Document
from corpus.text.span import Span, beginning_in

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
    spans = [quote.span for quote in quotes]
    quoted = [spans[beginning_in(paragraph, spans)] for paragraph in document.paragraphs]
    statements = _statements(document, quoted)
    sources = [[statement.source for statement in inside] for inside in statements]
    known = name_sources(document.text, document.paragraphs, quoted, sources)
    return tuple(
        Quote(document, statement.span, "reported", known[statement.source])
        for inside in statements
        for statement in inside
        if statement.source in known
    )


def _statements(document: Document, quoted: Sequence[Sequence[Span]]) -> list[list[Statement]]:
    """The statements of each paragraph. Only sentences that hold a verb of saying outside quotes are parsed."""
    text = document.text
    sentences = [
        (number, sentence, spans[beginning_in(sentence, spans)])
        for number, (paragraph, spans) in enumerate(zip(document.paragraphs, quoted, strict=True))
        for sentence in whole_sentences(text, _without_dateline(text, paragraph), spans)
    ]
    sentences = [sentence for sentence in sentences if _may_report(text, *sentence[1:])]
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


def _may_report(text: str, sentence: Span, quotes: Sequence[Span]) -> bool:
    """Whether there is a verb of saying, and room for its source and a statement."""
    unquoted = _unquoted(text, sentence, quotes)
    told = _REPORTS.search(text, unquoted.start, unquoted.end) and len(unquoted.of(text).split()) >= _SHORTEST
    return bool(told) and len(sentence) <= _LONGEST
