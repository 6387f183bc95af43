"""Subtitles become paragraphs, with who speaks and when."""

from io import StringIO

import pytest
from webvtt import Caption, WebVTT

from bot.presentation.wording import place
from corpus.errors import ArticleError
from corpus.quotes.citation import cite
from corpus.quotes.direct import find_quotes
from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import parse_article
from corpus.text.document import Document
from tests.support.growth import growth

HEARING = [
    (1, 3, ">> CHAIR: The committee will come\nto order. I welcome Ms. Lund."),
    (4, 6, ">> VERA LUND: Thank you. I have run"),
    (6, 9, "the ferry for nine years, and I have\nnever seen such a winter."),
    (9, 11, ">> CHAIR: Who pays for the repairs?"),
    (12, 14, ">> VERA LUND: We do. [laughter] We always have."),
    (15, 17, ">> I object! I was promised a vote."),
    (18, 21, ">> CHAIR: I hear you.\nWe will vote at noon."),
]
FILM = [
    (61, 63, "<i>The harbour, 1904.</i>"),
    (65, 67, "{\\an8}- Where were you?\n- At the quay."),
    (67, 69, "-Alone?"),
    (70, 72, '<font color="#ffff00">Nobody else was there,</font>'),
    (72, 74, "as far as I know."),
    (80, 82, "[door slams]"),
    (83, 85, "♪ We row, we row ♪"),
]
REPORT = [
    (0, 4, "The mill has stood empty for years."),
    (4, 7, "Its roof fell in last winter,"),
    (7, 9, "and nobody wanted to pay for a new one."),
    (12, 15, "Now the town has sold it."),
    (15, 18, "The new owner wants to bake bread there."),
]
ROLLED = [
    (0, 2, "good evening from the harbour"),
    (2, 4, "good evening from the harbour\nwhere no ferry has come"),
    (4, 6, "where no ferry has come\nfor the third day in a row"),
    (6, 8, "where no ferry has come\nfor the third day in a row"),
    (8, 10, "for the third day in a row\nno no said the captain"),
]
PANEL = """WEBVTT - The harbour debate
Kind: captions
Language: en

STYLE
::cue(.host) { color: red }

NOTE Corrected by hand

opening
00:59:58.000 --> 01:00:01.500 align:start position:0%
<v.host Nils Brandt>Will you rebuild the pier, or <i>sell</i> it?</v>

01:00:02.000 --> 01:00:05.000
<v Ada Holm>We will rebuild it, &amp; we will do it this year,</v>

01:00:05.000 --> 01:00:08.000
<v Ada Holm>because I &lt;promised&gt; it.
<v Nils Brandt>And the <c.loud>cost</c>?

01:00:08.500 --> 01:00:09.500
[applause]

01:00:10.000 --> 01:00:12.000
<v Ada Holm>Four <01:00:11.000>million.</v>
"""
AUTOMATIC = """WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:02.310 align:start position:0%
~
the<00:00:00.440><c> harbour</c><00:00:00.600><c> is</c><00:00:01.040><c> closed</c>

00:00:02.310 --> 00:00:02.320 align:start position:0%
the harbour is closed
~

00:00:02.320 --> 00:00:04.510 align:start position:0%
the harbour is closed
and<00:00:02.500><c> no</c><00:00:02.840><c> boat</c>

00:00:04.510 --> 00:00:04.520 align:start position:0%
and no boat
~

00:00:04.520 --> 00:00:06.430 align:start position:0%
and no boat
no<00:00:04.799><c> boat</c><00:00:05.040><c> at</c><00:00:05.300><c> all</c>
"""
AUTOMATIC = AUTOMATIC.replace("~", " ")  # a line that is not empty, as the program writes it


def subrip(cues: list[tuple[int, int, str]]) -> str:
    """A file of SubRip, as a program writes it; the tags stay in the text."""
    lines = []
    for number, (start, end, text) in enumerate(cues, 1):
        first, last = (f"{t // 3600:02}:{t // 60 % 60:02}:{t % 60:02},000" for t in (start, end))
        lines.append(f"{number}\n{first} --> {last}\n{text}\n")
    return "\n".join(lines)


def web(cues: list[tuple[int, int, str]]) -> str:
    """The same cues as WebVTT, written by a library."""
    captions = [Caption(f"00:{s // 60:02}:{s % 60:02}.000", f"00:{e // 60:02}:{e % 60:02}.000", t) for s, e, t in cues]
    file = StringIO()
    WebVTT(captions=captions).write(file)
    return file.getvalue()


def read(text: str, name: str = "a.srt") -> Document:
    return parse_article(name, text.encode())


def paragraphs(document: Document) -> list[str]:
    return [paragraph.of(document.text) for paragraph in document.paragraphs]


def said(document: Document) -> list[tuple[str | None, str]]:
    """Who says what."""
    return [(quote.speaker_name, quote.text) for quote in find_quotes(document)]


def cited(document: Document, words: str) -> str:
    """Where words stand."""
    (quote,) = (quote for quote in find_quotes(document) if words in quote.text)
    return place(cite(Excerpt(document, quote.span, quote.kind, quote.speaker)))


@pytest.mark.parametrize("written", [subrip, web])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_labels_are_speakers(written: object, ends: str) -> None:
    """What is said by somebody who is not named is nobody's; sounds stay in the text and are no speech."""
    text = (subrip if written is subrip else web)(HEARING).replace("\n", ends)
    document = read(text, "a.srt" if written is subrip else "a.vtt")
    assert paragraphs(document) == [
        "CHAIR: The committee will come to order. I welcome Ms. Lund.",
        "VERA LUND: Thank you. I have run the ferry for nine years, and I have never seen such a winter.",
        "CHAIR: Who pays for the repairs?",
        "VERA LUND: We do. [laughter] We always have.",
        "– I object! I was promised a vote.",
        "CHAIR: I hear you. We will vote at noon.",
    ]
    assert said(document) == [
        ("CHAIR", "The committee will come to order. I welcome Ms. Lund."),
        ("VERA LUND", "Thank you. I have run the ferry for nine years, and I have never seen such a winter."),
        ("CHAIR", "Who pays for the repairs?"),
        ("VERA LUND", "We do."),
        ("VERA LUND", "We always have."),
        ("CHAIR", "I hear you. We will vote at noon."),
    ]
    assert cited(document, "such a winter") == "at 0:00:04, paragraph 2, sentences 1–2"
    assert document.doubts == ()


def test_voices_are_speakers() -> None:
    """A voice begins a paragraph; styles, notes, numbers and tags are gone."""
    document = read(PANEL, "panel.vtt")
    assert said(document) == [
        ("Nils Brandt", "Will you rebuild the pier, or sell it?"),
        ("Ada Holm", "We will rebuild it, & we will do it this year, because I <promised> it."),
        ("Nils Brandt", "And the cost?"),
        ("Ada Holm", "Four million."),
    ]
    assert paragraphs(document)[2] == "Nils Brandt: And the cost? [applause]"
    assert cited(document, "Four million.") == "at 1:00:10, paragraph 4, sentence 1"
    assert cited(document, "Will you") == "at 0:59:58, paragraph 1, sentence 1"


def test_one_voice_alone_is_a_speaker() -> None:
    """A lecture has one, and each of its paragraphs begins with the name."""
    sentence = "I have measured the tide at the pier for forty years, and we have never seen it stand so high as now."
    cues = [(9 * number, 9 * number + 8, f"<v Ada Holm>{sentence}") for number in range(40)]
    document = read(web(cues), "lecture.vtt")
    assert len(document.paragraphs) > 1
    assert all(paragraph.startswith("Ada Holm: I have") for paragraph in paragraphs(document))
    assert {name for name, _ in said(document)} == {"Ada Holm"}
    assert sum(words.count(sentence) for _, words in said(document)) == 40


def test_who_speaks_once_in_another_language_is_named_too() -> None:
    """Voices tell it, whatever the language is."""
    cues = [
        "<v Ada Holm>Wir bauen den Hafen wieder auf.",
        "<v Bo Lee>Wer bezahlt das? Ich nicht.",
        "<v Ada Holm>Die Stadt.",
    ]
    document = read(web([(number, number + 1, text) for number, text in enumerate(cues)]), "a.vtt")
    assert [name for name, _ in said(document)] == ["Ada Holm", "Bo Lee", "Ada Holm"]


@pytest.mark.parametrize("text", ["NEWS FLASH: The quay is closed.", "Remember: we row at noon.", "Note: I was there."])
def test_what_has_a_colon_is_nobody_s_words(text: str) -> None:
    """A caption that stands alone tells no speaker."""
    assert said(read(subrip([*REPORT, (20, 22, text)]))) == []


def test_dashes_part_those_who_talk() -> None:
    """Nobody is named; tags and positions are gone, and a pause begins a paragraph."""
    document = read(subrip(FILM))
    assert paragraphs(document) == [
        "The harbour, 1904.",
        "– Where were you?",
        "– At the quay.",
        "– Alone?",
        "Nobody else was there, as far as I know.",
        "[door slams] ♪ We row, we row ♪",
    ]
    assert [spot.name for spot in document.places][:3] == ["0:01:01", "0:01:05", "0:01:07"]
    assert said(document) == []


def test_sentences_run_over_cues_and_end_paragraphs_at_pauses() -> None:
    """Each cue is a time."""
    document = read(subrip(REPORT))
    assert paragraphs(document) == [
        "The mill has stood empty for years. Its roof fell in last winter, and nobody wanted to pay for a new one.",
        "Now the town has sold it. The new owner wants to bake bread there.",
    ]
    assert [(spot.name, document.text[spot.start :].split()[0]) for spot in document.places] == [
        ("0:00:00", "The"),
        ("0:00:04", "Its"),
        ("0:00:07", "and"),
        ("0:00:12", "Now"),
        ("0:00:15", "The"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        (
            subrip(ROLLED),
            "a.srt",
            "good evening from the harbour where no ferry has come for the third day in a row no no said the captain",
        ),
        (AUTOMATIC, "a.vtt", "the harbour is closed and no boat no boat at all"),
    ],
)
def test_lines_that_roll_stand_once(text: str, name: str, whole: str) -> None:
    """Live and automatic captions show a line again while the next one comes; what is said twice is kept."""
    assert " ".join(paragraphs(read(text, name))) == whole


def test_what_is_said_twice_is_kept() -> None:
    """A cue that says the same as the one before is no rolling caption where the others do not roll."""
    assert paragraphs(read(subrip([(1, 2, "No."), (2, 3, "No."), (3, 4, "Not now."), (4, 5, "We wait.")]))) == [
        "No. No. Not now. We wait."
    ]


def test_what_a_machine_heard_is_told() -> None:
    """Without full stops nobody knows where sentences end; paragraphs end at pauses."""
    words = "and then the water came up to the wall of the mill where we stood"
    document = read(subrip([(5 * number, 5 * number + 2, f"{words} {number}") for number in range(9)]))
    assert paragraphs(document) == [f"{words} {number}" for number in range(9)]
    (doubt,) = document.doubts
    assert doubt == "it has hardly a full stop, as what a machine heard: where its sentences end is not known"


def test_cues_that_cannot_be_read_are_counted() -> None:
    """The others are kept, in the order of their times; one that stands there twice is read once."""
    text = subrip([(9, 10, "Later."), (1, 2, "First."), (1, 2, "First.")]) + "\n00:00:20,000 --> 00:00:21,000\nLost.\n"
    document = read(text)
    assert paragraphs(document) == ["First.", "Later."]
    assert document.doubts == ("1 of 4 cues cannot be read and are left out",)


def test_either_form_is_read_whatever_the_name() -> None:
    """Programs call the one like the other."""
    assert paragraphs(read(subrip(REPORT), "a.vtt")) == paragraphs(read(web(REPORT), "a.srt"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The harbour is closed.\n\nNobody came.", "has no subtitles of SubRip or WebVTT in it"),
        ("WEBVTT\n\nNOTE nothing\n", "is empty: there is no text in it"),
        ("", "is empty: there is no text in it"),
        ("1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n", "is empty: there is no text in it"),
        ("1\n00:00:01,000 --> 00:00:02,000\nA \x00 b\n", "is binary, not text"),
    ],
)
@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_what_holds_no_words_is_refused(text: str, why: str, name: str) -> None:
    """With its reason."""
    with pytest.raises(ArticleError, match=why):
        read(text, name)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["a: b\n", ">> a ", "♪ ", "<v A>b", "<1", "[(", "- A\n- B\n", "00:00:01.000 --> "])
def test_reading_takes_time_in_proportion(pattern: str) -> None:
    """Reading takes linear time, however long a cue is."""

    def work(text: str) -> None:
        try:
            read("WEBVTT\n\n00:01.000 --> 00:02.000\na\n\n00:03.000 --> 00:04.000\n" + text, "a.vtt")
        except ArticleError as error:
            assert "is empty" in error.reason  # noqa: PT017 - many of them hold no words

    assert growth(pattern, work) < 24
