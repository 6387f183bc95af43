"""From an Answer to messages."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.messages.limits import MESSAGE, MESSAGES
from bot.discord.messages.reply import NOT_AN_ANSWER, excerpts_reply, to_reply
from bot.presentation.visible import length
from corpus.quotes.excerpt import Excerpt, TamperedError
from corpus.readers.files import parse_article
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.span import Span
from index.answers.answer import Answer, Refusal, Response, SearchSummary
from tests.support.fake_service import excerpt_of


def only_message(answer: Response, echo: bool = False) -> str:
    (message,) = to_reply(answer, echo).messages
    return message


def shown(answer: Response) -> str:
    """All of the messages of a reply."""
    return "\n".join(to_reply(answer).messages)


def article_of(text: str, name: str = "story.txt") -> Excerpt:
    """The whole of an article as one excerpt."""
    document = parse_article(name, text.encode())
    return Excerpt(document, Span(0, len(document.text)).trimmed(document.text), "narration")


def test_an_answer_shows_quote_speaker_place_and_confidence(mattis: Excerpt) -> None:
    """Everything a reader needs to judge it, in this order."""
    document = replace(
        mattis.document,
        title="Missile *test*",
        publisher="NBC",
        published=date(2017, 9, 14),
        url="https://x.example/a(b)",
    )
    message = only_message(Answer("Q", (replace(mattis, document=document),), 0.85))
    quote, speaker, source, confidence = message.split("\n")
    assert quote == "> “These are the most severe sanctions yet laid on North Korea,” Mattis said Tuesday."
    assert speaker == "— **Mattis**, Secretary of Defense"
    assert source.startswith(r"-# Missile \*test\* · NBC · 14 September 2017 · paragraph 9, sentence 1 · ")
    assert re.search(r"\[open\]\(<https://x\.example/a%28b%29#:~:text=[^>() ]+>\)", source)
    assert re.search(rf"`{document.id[:10]}-\d+-\d+`$", source)
    assert confidence == "-# Confidence: high"


def test_the_slice_is_shown_as_it_stands(article: Document) -> None:
    """The article leaves a quotation open; no mark is added or taken away."""
    words = "“We’ll see what choices the North Koreans make. “The United Nations Security Council spoke with one voice"
    message = only_message(Answer("Q", (excerpt_of(article, words, kind="direct"),), 0.9))
    assert message.split("\n")[0] == f"> {words}"


def test_a_missing_speaker_is_named_as_missing(article: Document) -> None:
    """Direct speech is never left without saying whose it is."""
    speech = excerpt_of(article, "“These are the most severe sanctions yet laid on North Korea,”", kind="direct")
    assert "\n— speaker not named\n" in only_message(Answer("Q", (speech,), 0.9))


def test_the_articles_own_sentence_has_no_speaker(mattis: Excerpt) -> None:
    """Only direct speech gets a dash; speech within a sentence, or reported by it, gets a subdued line."""
    assert "Secretary" not in only_message(Answer("Q", (replace(mattis, kind="narration"),), 0.9))
    reported = only_message(Answer("Q", (replace(mattis, kind="reported"),), 0.9))
    assert "\n-# paraphrasing **Mattis**, Secretary of Defense\n" in reported
    mixed = only_message(Answer("Q", (replace(mattis, kind="mixed"),), 0.9))
    assert "\n-# quoting **Mattis**, Secretary of Defense\n" in mixed
    assert "not named" not in only_message(Answer("Q", (replace(mattis, kind="mixed", speaker=None),), 0.9))


def test_a_resolved_pronoun_is_told(article: Document) -> None:
    """The reader sees that the name was concluded."""
    words = "again recognizing the global threat that DPRK, North Korea constitutes,” he said."
    at = article.text.index("he said")
    speaker = Speaker("Mattis", None, Span(at, at + 2), "pronoun")
    message = only_message(Answer("Q", (excerpt_of(article, words, kind="direct", speaker=speaker),), 0.9))
    assert "— **Mattis** (the article says “he”)" in message


def test_a_caption_is_cited_as_one(article: Document) -> None:
    """It has no paragraph."""
    message = only_message(Answer("Q", (Excerpt(article, article.captions[0], "caption"),), 0.9))
    assert "· caption ·" in message


@pytest.mark.parametrize(
    ("confidence", "word"), [(1.0, "high"), (0.8, "high"), (0.79, "fair"), (0.5, "fair"), (0.1, "low")]
)
def test_confidence_is_told_in_words(mattis: Excerpt, confidence: float, word: str) -> None:
    """No number pretends to be more exact than it is."""
    assert f"-# Confidence: {word}" in only_message(Answer("Q", (mattis,), confidence))


def test_the_first_of_three_stands_out(mattis: Excerpt, article: Document) -> None:
    """Others are announced as further ones, and a fourth is left away."""
    others = tuple(excerpt_of(article, words) for words in ("Last week", "Meanwhile", "However"))
    message = only_message(Answer("Q", (mattis, *others), 0.9))
    assert message.startswith("> “These")
    assert message.count("-# Also in the articles:") == 2
    assert "However" not in message
    assert message.count("Confidence") == 1


def test_the_same_words_elsewhere_are_a_line_of_their_own(mattis: Excerpt, article: Document) -> None:
    """Under the source of the excerpt; two more articles at most, and nothing where a text has changed."""
    documents = [replace(article, id=article.id, title=f"Reprint {number}") for number in range(4)]
    twins = tuple(replace(mattis, document=document) for document in documents)
    lines = only_message(Answer("Q", (mattis,), 0.9, twins={mattis: twins})).split("\n")
    assert lines[2].startswith("-# north korea missile · ")
    assert [line.partition(" · ")[0] for line in lines[3:5]] == [
        "-# The same words: Reprint 0",
        "-# The same words: Reprint 1",
    ]
    assert lines[5] == "-# Confidence: high"
    changed = replace(mattis, document=replace(article, text=article.text.replace("severe", "mild")))
    with pytest.raises(TamperedError):
        to_reply(Answer("Q", (mattis,), 0.9, twins={mattis: (changed,)}))


def test_a_refusal_shows_neither_passages_nor_a_confidence(mattis: Excerpt) -> None:
    """A refusal is a sentence where it is not told what was looked for."""
    assert only_message(Refusal("Q", (mattis,) * 5, 0.3)) == "**The articles do not answer this.**"


def test_every_nearest_passage_is_marked_as_no_answer(mattis: Excerpt) -> None:
    """No passage can be taken for an answer."""
    (message,) = excerpts_reply((mattis,) * 2, NOT_AN_ANSWER).messages
    assert message.count("Not an answer") == message.count("> “") == 2


def test_how_a_question_was_understood_is_told(mattis: Excerpt) -> None:
    """Above the answer in small print, and within a refusal, harmless and short."""
    asked, understood = "and [him](http://x)?", "What did **Ada** say? " + "why " * 1500
    answer = Answer(asked, (mattis,), 0.9, understood=understood)
    first, second, *_ = only_message(answer, echo=True).split("\n")
    assert first.startswith("-# Asked: and")
    assert second.startswith(r"-# Understood as: What did \*\*Ada\*\* say? why")
    refused = only_message(Refusal(asked, (), 0.3, understood=understood), echo=True)
    assert refused.startswith(r"**The articles do not answer this:** What did \*\*Ada\*\* say? why")
    for line in (second, refused):
        assert line.endswith("…")
        assert length(line) < 250


def test_a_refusal_says_what_was_looked_for() -> None:
    """In the words that were typed, which do no harm."""
    sought = SearchSummary(None, heard=False, words=("@everyone", "x" * 5000))
    first, second = only_message(Refusal("Q", (), 0.0, summary=sought)).split("\n")
    assert first == "**The articles do not answer this.**"
    assert second.startswith(r"Searched for “\@everyone”, “xxx")
    assert length(second) <= 300


def test_the_question_is_repeated_where_discord_hides_it(mattis: Excerpt) -> None:
    """Shortened and harmless: it is no quote."""
    message = only_message(Answer("@everyone " + "why " * 1500, (mattis,), 0.9), echo=True)
    first = message.split("\n")[0]
    assert first.startswith(r"-# Asked: \@everyone why")
    assert first.endswith("…")
    assert length(first) < 250


def test_a_changed_text_is_not_shown(mattis: Excerpt) -> None:
    """Not as an answer, nor as something near."""
    changed = replace(mattis, document=replace(mattis.document, text=mattis.document.text.replace("severe", "mild")))
    with pytest.raises(TamperedError):
        to_reply(Answer("Q", (changed,), 0.9))
    with pytest.raises(TamperedError):
        excerpts_reply((changed,))


def test_a_quote_that_no_reply_holds_is_not_cut() -> None:
    """It is said where it stands instead."""
    message = only_message(Answer("Q", (article_of("word " * 4000),), 0.9))
    assert "too long to quote in full" in message
    assert "> word" not in message
    assert "paragraph 1" in message


def test_what_does_not_fit_beside_the_first_is_counted() -> None:
    """A whole quote fewer, never a piece of one."""
    long = article_of("word " * 1200)
    messages = to_reply(Answer("Q", (long, long, long), 0.9)).messages
    assert len(messages) <= MESSAGES
    assert "2 further passages did not fit here" in messages[-1]


@pytest.mark.parametrize(
    "url", ["https://x.example/>)[a](b", "https://x.example/ü`|", "https://x.example/" + "a" * 5000]
)
def test_a_link_cannot_break_out(url: str) -> None:
    """What would end it is encoded, and a link that is too long is left away."""
    document = replace(article_of("A story.").document, url=url)
    message = only_message(Answer("Q", (Excerpt(document, document.paragraphs[0], "narration"),), 0.9))
    assert re.fullmatch(r"[^<>]*(?:\[open\]\(<[^<>()`|]*>\)[^<>]*)?", message.split("\n")[1])


PIECES = st.sampled_from(
    ["word ", "[a](http://b) ", "**", "\n", "> ", "\u202e", "“he said” ", "x" * 300, "1. ", "||", "👩‍👧 "]
)
LABEL = st.one_of(st.none(), st.text(st.sampled_from("ab*_`\u202e\n @[]("), min_size=1, max_size=400))


@given(st.lists(PIECES, min_size=1, max_size=200), LABEL, LABEL, LABEL, st.integers(0, 3))
def test_every_message_fits_and_every_quote_is_whole(
    pieces: list[str], title: str | None, name: str | None, role: str | None, more: int
) -> None:
    """Whatever an article and its labels are made of."""
    excerpt = article_of("Begin. " + "".join(pieces))
    speaker = Speaker(name, role, Span(0, 5), "pronoun") if name else None
    document = replace(excerpt.document, title=title or "T", publisher=title, url="https://x.example/" + "a" * 600)
    excerpt = replace(excerpt, document=document, kind="direct", speaker=speaker)
    answer = Answer("Q" * 500, (excerpt,) * (more + 1), 0.9, twins={excerpt: (excerpt,) * more})
    messages = to_reply(answer, echo=True).messages
    assert 1 <= len(messages) <= MESSAGES
    assert all(0 < length(message) <= MESSAGE for message in messages)
    whole = "\n".join(messages)
    quotes = [line[2:] for line in whole.split("\n") if line.startswith("> ")]
    if "too long to quote in full" not in whole:
        plain = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", "".join(quotes)).replace("⟨U+202E⟩", "\u202e")
        once = "".join(excerpt.text.split())
        assert "".join(plain.split()) in (once, once * 2, once * 3)
