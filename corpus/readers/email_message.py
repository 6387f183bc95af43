"""E-mails as mail programs save them: who writes to whom when, the text, and the mail that is answered."""

import re
from collections.abc import Iterable, Iterator, Sequence
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import default
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, cast

from corpus.errors import ArticleError
from corpus.readers.documents.markup import markup_blocks, parse_page
from corpus.readers.extraction import Block, Extraction, compose
from corpus.readers.front_matter import readable_front_matter
from corpus.readers.text.charsets import decode_declared, decode_page
from corpus.readers.text.cleaning import without_controls
from corpus.readers.text.paragraphs import text_blocks
from corpus.text.span import Span

_NAMED = 5  # attachments in a sentence
_CLOSED = frozenset(("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"))
_PGP = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
_MARKS = re.compile(r"^(?:>[ \t]?)+")
_SIGNATURE = re.compile(r"--\s*")
_OTHER_MAIL = re.compile(r"On\b|-{3,}|_{5,}|[*_]*From:")
_WROTE = re.compile(r".*\b(?:wrote|writes):", re.DOTALL)


class _Line(NamedTuple):
    depth: int
    """How many mails before this one it comes from: as many marks as stand before it."""
    text: str


def read_email(name: str, data: bytes, charset: str | None) -> Extraction:  # noqa: ARG001 - each part says its own
    """Read an e-mail. Raises ArticleError."""
    if not data.strip():
        raise ArticleError(name, "is empty: there is no text in it")
    try:
        message = BytesParser(policy=default).parsebytes(data)
        return _read(name, message, list(_parts(message)))
    except RecursionError as error:
        raise ArticleError(name, "has more parts within parts than anybody sends") from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:  # of Python's own parser
        raise ArticleError(name, "has a header that is damaged; save its text") from error


def _read(name: str, message: EmailMessage, parts: Sequence[EmailMessage]) -> Extraction:
    header = {field: _header(message, field) for field in ("From", "Date", "Subject")}
    if not any(header.values()):
        raise ArticleError(name, "is no e-mail: it begins with no header (From, Date, Subject)")
    if any(part.get_content_type() in _CLOSED for part in message.walk()):
        raise ArticleError(name, "is encrypted, or signed as a whole; open it in a mail program and save its text")
    blocks: list[Block] = []
    doubts: list[str] = []
    for part in (part for part in parts if _is_text(part) and _bytes(part).strip()):
        some, unsure = (_page if part.get_content_subtype() == "html" else _plain)(name, part)
        blocks += some
        doubts += unsure
    attached = _attached(parts)
    if not blocks:
        raise ArticleError(name, f"is empty: there is no text in it{f', only {attached}' if attached else ''}")
    front, unread = readable_front_matter(_fields(message, header))
    doubts += unread
    if any(part.defects for part in message.walk()):
        doubts.append("it is damaged or not whole: some of its text may be missing")
    if attached:
        doubts.append(f"what is attached is left out: {attached}")
    said = Block("\n".join(f"{field}: {words}" for field, words in header.items() if words))
    return compose([said, *blocks], front, doubts)


def _header(message: EmailMessage, field: str) -> str:
    """A field of the header in one line; a person without the address where there is a name."""
    value = message[field]
    if value is None:
        return ""
    if field == "From":
        value = ", ".join(address.display_name or address.addr_spec for address in value.addresses)
    return _clean(str(value))


def _clean(text: str) -> str:
    """A text of a header in one line, also where it was written as UTF-8, which mails should not do."""
    meant = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(without_controls(meant).split())


def _fields(message: EmailMessage, header: dict[str, str]) -> dict[str, object]:
    authors = [_clean(address.display_name) for address in message["From"].addresses] if message["From"] else []
    moment = message["Date"].datetime if message["Date"] else None
    date = moment.date().isoformat() if moment else header["Date"]
    return {"title": header["Subject"], "authors": authors, "date": date}


# Parts ----------------------------------------------------------------------------------------------------------------


def _parts(part: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of a mail that hold something; of those that say the same, plain text, or else HTML."""
    if part.get_content_type() == "multipart/alternative":
        plain, page = (part.get_body((kind,)) for kind in ("plain", "html"))
        body = plain if plain is not None and _bytes(plain).strip() else page
        if body is not None:
            yield cast(EmailMessage, body)
            return
    if part.get_content_maintype() == "multipart":
        for inner in part.iter_parts():
            yield from _parts(cast(EmailMessage, inner))
    else:
        yield part


def _is_text(part: EmailMessage) -> bool:
    return (
        part.get_content_type() in ("text/plain", "text/html") and not part.is_attachment() and not part.get_filename()
    )


def _bytes(part: Message) -> bytes:
    """What a part holds, as it was before it was made fit for sending."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _plain(name: str, part: EmailMessage) -> tuple[list[Block], tuple[str, ...]]:
    text, doubts = decode_declared(name, _bytes(part), part.get_content_charset() or None)
    if _PGP.match(text):
        raise ArticleError(name, "is encrypted; open it in a mail program and save its text")
    flowed, glued = part.get_param("format") == "flowed", part.get_param("delsp") == "yes"
    return list(_blocks(without_controls(text), flowed, glued)), doubts


def _page(name: str, part: EmailMessage) -> tuple[list[Block], tuple[str, ...]]:
    """The paragraphs of a mail that is a page; what comes from still earlier mails is left out."""
    text, doubts = decode_page(name, _bytes(part), part.get_content_charset() or None)
    tree = parse_page(name, text)
    for older in tree.xpath("//blockquote//blockquote"):
        older.drop_tree()
    for signature in tree.find_class("gmail_signature") + tree.find_class("moz-signature"):
        signature.tag = "h6"  # which stands apart
    return [block.block for block in markup_blocks(tree)], doubts


def _attached(parts: Sequence[EmailMessage]) -> str:
    """What the parts that are no text are called; empty where there is none."""
    others = [part for part in parts if not _is_text(part)]
    names = [_clean(part.get_filename() or "")[:60] or part.get_content_type() for part in others]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


# Text -----------------------------------------------------------------------------------------------------------------


def _blocks(text: str, flowed: bool, glued: bool) -> Iterator[Block]:
    """The paragraphs of a mail, those of the mail that it answers as block quotes.

    A signature stands apart, and so does what comes from still earlier mails: nobody is sure whose that is.
    """
    lines = map(_read_line, text.splitlines())
    for (depth, signed), group in groupby(_signed(_unfolded(lines, glued) if flowed else lines), key=itemgetter(0, 1)):
        words = "\n".join(line for _, _, line in group)
        for span in text_blocks(words, Span(0, len(words))):
            paragraph = span.trimmed(words).of(words)
            if signed or depth > 1 or (depth and _WROTE.fullmatch(paragraph)):
                yield Block("> " * depth + paragraph, "apart")
            else:
                yield Block(paragraph, quoted=depth > 0)


def _read_line(line: str) -> _Line:
    if line.startswith(">From "):  # a mark that a mailbox needs
        return _Line(0, line.removeprefix(">"))
    text = _MARKS.sub("", line)
    return _Line(line.count(">", 0, len(line) - len(text)), text)


def _unfolded(lines: Iterable[_Line], glued: bool) -> Iterator[_Line]:
    """The lines of `format=flowed` (RFC 3676), where a blank at the end of a line says that it goes on; it is none of
    the text where `glued`."""
    begun: _Line | None = None
    for depth, text in lines:
        line = _Line(depth, text.removeprefix(" ") if depth == 0 else text)
        if begun and (begun.depth != depth or _SIGNATURE.fullmatch(line.text)):
            yield begun
            begun = None
        whole = _Line(depth, (begun.text if begun else "") + line.text)
        begun = None
        if line.text.endswith(" ") and not _SIGNATURE.fullmatch(line.text):
            begun = whole._replace(text=whole.text.removesuffix(" ")) if glued else whole
        else:
            yield whole
    if begun:
        yield begun


def _signed(lines: Iterable[_Line]) -> Iterator[tuple[int, bool, str]]:
    """The depth of each line, whether it belongs to a signature, and its text."""
    signed = False
    for depth, text in lines:
        begins = depth == 0 and _SIGNATURE.fullmatch(text) is not None
        signed = begins or (signed and depth == 0 and not _OTHER_MAIL.match(text))
        if not begins:
            yield depth, signed, text
