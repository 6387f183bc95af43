"""E-mails become articles: who writes, what is answered, and what is left out."""

import sys
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from corpus.errors import ArticleError
from corpus.quotes.direct import find_quotes
from corpus.readers.files import parse_article
from corpus.readers.reading_process import ReadingProcess
from corpus.text.document import Document

FERRY = """Dear Bo,

I do not think that the ferry will come back this year. “No money is left,” the mayor told me.

On Tue, 1 Oct 2024 at 10:00, Bo Lee <bo@example.org> wrote:
> I was promised a ferry by the spring,
> and I still believe in it.
>
> Who will pay?

Not the town.

> On Mon, 30 Sep 2024, Ann Roy wrote:
>> I will resign if there is none.
> You should not.

She has.
--\x20
Ada Holm
Harbour office, Ashby

On Sat, 28 Sep 2024 at 9:00, Cy Moe <cy@example.org>
wrote:

> We close the quay on Monday.
"""
FLOWED = """I do not think that the ferry will\x20
come back this year.

On Tue, 1 Oct 2024 at 10:00, Bo Lee <bo@example.org> wrote:
> I was promised a ferry by\x20
> the spring.
 From the quay one sees nothing.
"""
PAGE = """<html><head><style>p { color: red }</style></head><body>
<div style="display:none">A preview</div>
<div>I do not think that the <b>ferry</b> will come back.</div><div><br></div><div>We have no money for it.</div>
<div class="gmail_signature">Ada Holm<br>Harbour office</div>
<div class="gmail_quote"><div class="gmail_attr">On Tue, 1 Oct 2024 at 10:00, Bo Lee
&lt;bo@example.org&gt; wrote:<br></div>
<blockquote class="gmail_quote"><div>I was promised a ferry by the spring.</div>
<blockquote><p>I will resign if there is none.</p></blockquote><p>Who will pay?</p></blockquote></div>
<img src="https://example.org/seen.gif" width="1" height="1"></body></html>
"""
LETTER = """It is a pleasure to tell you that the mill has been sold.

We hand over the keys in May. --- The old owner will not be there.
"""


def mail(text: str = LETTER, charset: str = "utf-8", **header: str) -> EmailMessage:
    """A mail as a mail program writes it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = header.get("sender", '"Ada Holm" <ada@example.org>')
    message["To"] = "Bo Lee <bo@example.org>"
    message["Subject"] = header.get("subject", "Re: The ferry – again")
    message["Date"] = header.get("date", "Wed, 02 Oct 2024 23:10:00 -0700")
    message.set_content(text, charset=charset)
    return message


def read(message: EmailMessage | bytes) -> Document:
    return parse_article("a.eml", message if isinstance(message, bytes) else message.as_bytes())


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    """A process in which files are read with limits."""
    with ReadingProcess() as process:
        yield process


def paragraphs(document: Document) -> list[str]:
    return [paragraph.of(document.text) for paragraph in document.paragraphs]


def said(document: Document) -> list[tuple[str | None, str]]:
    return [(quote.speaker_name, quote.text) for quote in find_quotes(document)]


def refusal(message: EmailMessage | bytes) -> str:
    with pytest.raises(ArticleError) as error:
        read(message)
    return error.value.reason


def test_the_header_tells_what_the_mail_is() -> None:
    """The day is the sender's; addresses of people with a name are left out."""
    document = read(mail())
    assert (document.title, document.authors) == ("Re: The ferry – again", ("Ada Holm",))
    assert document.published is not None
    assert document.published.isoformat() == "2024-10-02"
    assert paragraphs(document) == [
        "From: Ada Holm\nDate: Wed, 02 Oct 2024 23:10:00 -0700\nSubject: Re: The ferry – again",
        "It is a pleasure to tell you that the mill has been sold.",
        "We hand over the keys in May. --- The old owner will not be there.",
    ]
    assert document.doubts == ()


def test_words_are_those_of_the_mail_they_come_from() -> None:
    """The sender's own, and those of whom is answered; what is older than that, and a signature, are nobody's."""
    document = read(mail(FERRY))
    assert said(document) == [
        ("Ada Holm", "Dear Bo,"),
        ("Ada Holm", "I do not think that the ferry will come back this year."),
        ("the mayor", "“No money is left,”"),
        ("Bo Lee", "I was promised a ferry by the spring,\nand I still believe in it."),
        ("Bo Lee", "Who will pay?"),
        ("Ada Holm", "Not the town."),
        ("Ada Holm", "She has."),
        ("Cy Moe", "We close the quay on Monday."),
    ]
    assert "I will resign" in document.text
    assert not any("I will resign" in paragraph or "Harbour office" in paragraph for paragraph in paragraphs(document))
    assert "Harbour office, Ashby" in document.text


def test_lines_that_flow_are_joined() -> None:
    """A mail of `format=flowed` says where a line goes on; a blank that only guards its beginning is gone."""
    message = mail(FLOWED)
    message.set_param("format", "flowed")
    assert paragraphs(read(message))[1:] == [
        "I do not think that the ferry will come back this year.",
        "On Tue, 1 Oct 2024 at 10:00, Bo Lee <bo@example.org> wrote:",
        "I was promised a ferry by the spring.",
        "From the quay one sees nothing.",
    ]


def test_a_line_flows_into_no_other_mail_and_no_signature() -> None:
    """Nor is one lost that flows at the end."""
    message = mail("Nobody knows \n> Is it open?\n\nWe wait \n-- \nAda \n")
    message.set_param("format", "flowed")
    assert paragraphs(read(message))[1:] == ["Nobody knows", "Is it open?", "We wait"]
    assert read(message).text.endswith("Ada")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-15", "windows-1252", "koi8-r", "shift_jis", "gb18030"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_a_mail_is_read_as_it_was_encoded(process: ReadingProcess, charset: str, encoding: str) -> None:
    """The characters are those that were written, in the header too; no file need be opened for it."""
    words = {"koi8-r": "Хватит, сказал он.", "shift_jis": "「発射した」と述べた。"}.get(charset, "Ça suffit pour 5 £.")
    message = mail()
    message.set_content(words, charset=charset, cte=encoding)
    message.replace_header("Subject", words)
    document = process.read("a.eml", message.as_bytes())
    assert (document.title, paragraphs(document)[1]) == (words, words)


def test_a_mail_that_does_not_say_its_encoding_is_not_guessed() -> None:
    """It is UTF-8, or refused; a header in plain UTF-8 is read."""
    header = "From: Änne Holm <a@example.org>\nSubject: Größe\n\n"
    document = read(f"{header}Schöne Größe.".encode())
    assert (document.title, document.authors, paragraphs(document)[1]) == ("Größe", ("Änne Holm",), "Schöne Größe.")
    assert "its encoding is unsure" in refusal(header.encode() + "Schöne Größe.".encode("cp1252"))


def test_a_page_is_read_where_a_mail_has_no_plain_text() -> None:
    """A block quote is of whom the mail answers; what comes from earlier mails, and a signature, are nobody’s."""
    message = mail(" ")
    message.add_alternative(PAGE, subtype="html")
    document = read(message)
    assert paragraphs(document)[1:] == [
        "I do not think that the ferry will come back.",
        "We have no money for it.",
        "On Tue, 1 Oct 2024 at 10:00, Bo Lee <bo@example.org> wrote:",
        "I was promised a ferry by the spring.",
        "Who will pay?",
    ]
    assert said(document) == [
        ("Ada Holm", "I do not think that the ferry will come back."),
        ("Ada Holm", "We have no money for it."),
        ("Bo Lee", "I was promised a ferry by the spring."),
        ("Bo Lee", "Who will pay?"),
    ]
    assert "Harbour office" in document.text
    assert "I will resign" not in document.text


def test_plain_text_is_read_rather_than_a_page() -> None:
    """They say the same."""
    message = mail()
    message.add_alternative(PAGE, subtype="html")
    assert paragraphs(read(message)) == paragraphs(read(mail()))


def test_what_is_attached_is_left_out_and_told() -> None:
    """By its name; of several attachments some."""
    message = mail()
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="plan.pdf")
    message.add_attachment("a;b", subtype="csv", filename="costs\x1b.csv")
    message.add_attachment(mail(FERRY))
    document = read(message)
    assert document.doubts == ("what is attached is left out: plan.pdf, costs .csv, message/rfc822",)
    assert len(document.paragraphs) == 3


def test_a_field_that_cannot_be_read_is_told() -> None:
    """A date that is none is left empty."""
    document = read(b"From: Ada Holm <a@b.org>\nSubject: Keys\nDate: whenever\n\nWe hand over the keys in May.")
    assert document.published is None
    assert document.doubts == (
        "the date “whenever” cannot be read, so the field is left empty; write it as 2017-09-14",
    )


def test_a_mail_that_was_cut_off_is_told() -> None:
    """What is there is read."""
    message = mail()
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="plan.pdf")
    whole = message.as_bytes()
    document = read(whole[: whole.index(b"%PDF") if b"%PDF" in whole else whole.index(b"plan.pdf") + 20])
    assert "it is damaged or not whole: some of its text may be missing" in document.doubts
    assert len(document.paragraphs) == 3


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty: there is no text in it"),
        (b"The harbour is closed.\n\nNobody came.", "is no e-mail: it begins with no header"),
        (b"From: Ada Holm <a@b.org>\nSubject: x\n\n \n", "is empty: there is no text in it"),
        (
            b"From: Ada <a@b.org>\nContent-Type: image/png; name=a.png\n\n\x89PNG",
            "is empty: there is no text in it, only a.png",
        ),
        (
            b"From: Ada <a@b.org>\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nMIAGCSqGSIb3",
            "is encrypted, or signed as a whole; open it in a mail program and save its text",
        ),
        (
            b"From: Ada <a@b.org>\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n\nVersion: 1\n--x--",
            "is encrypted, or signed as a whole",
        ),
        (
            b"From: Ada <a@b.org>\nDate: Wed, 2 Oct 99999999999999999999 10:00\n\nHi.",
            "has a header that is damaged; save its text",
        ),
        (b"From: Ada <a@b.org>\n\n-----BEGIN PGP MESSAGE-----\n\nhQEM", "is encrypted; open it in a mail program"),
        (b"From: Ada <a@b.org>\nContent-Type: text/plain; charset=x-none\n\nA\xe4", "“x-none”, which is not known"),
    ],
)
def test_what_holds_no_text_is_refused(data: bytes, why: str) -> None:
    """With its reason, in the words of whoever saved it."""
    assert why in refusal(data)


def test_parts_within_parts_are_refused_where_nobody_sends_them() -> None:
    """Python's parser calls itself for each, which it may do less often here, so that fewer parts are too many."""
    deep = b"From: a@b.org\n"
    for number in range(500):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit // 3)
    try:
        reason = refusal(deep + b"\nHi")
    finally:
        sys.setrecursionlimit(limit)
    assert reason == "has more parts within parts than anybody sends"
