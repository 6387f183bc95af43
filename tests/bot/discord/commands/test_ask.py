"""Questions, as slash commands, direct messages and mentions, with discord.py as it is."""

from pathlib import Path

import pytest

from bot.discord.client import PullquoteClient
from bot.discord.commands.ask import NEAR
from bot.discord.commands.help import SHORT_HELP
from bot.discord.runtime.worker import PER_PERSON
from corpus.errors import PullquoteError
from corpus.quotes.excerpt import Excerpt
from corpus.text.document import Document
from corpus.text.span import Span
from index.answers.answer import Answer, Refusal, SearchSummary
from tests.bot.conftest import logged_in
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import APPLICATION, CHANNEL, DIRECT
from tests.support.fake_service import FakeCollections, FakeView

QUESTION = "What did Mattis say?"
QUOTE = "> “These are the most severe sanctions yet laid on North Korea,” Mattis said Tuesday."


@pytest.fixture
def answers(view: FakeView, mattis: Excerpt) -> FakeView:
    """A view that knows what Mattis said."""
    view.answers[QUESTION] = Answer(QUESTION, (mattis,), 0.9)
    return view


@pytest.mark.usefixtures("client", "answers")
async def test_ask_is_deferred_and_then_filled_with_the_quote(server: DiscordServer) -> None:
    """One deferral, one edit of it, and the quote stands for all to see, below the question."""
    asked = await server.ask("ask", question=QUESTION)
    (post,) = await server.seen(asked)
    assert QUOTE in post.content
    assert "— **Mattis**, Secretary of Defense" in post.content
    assert QUESTION in post.content
    assert not post.private
    assert [r.method for r in server.requests if asked.token in r.path] == ["POST", "PATCH"]


@pytest.mark.usefixtures("client", "answers")
async def test_only_me_keeps_the_answer_private(server: DiscordServer) -> None:
    """The deferral itself is private already."""
    (post,) = await server.seen(await server.ask("ask", question=QUESTION, only_me=True))
    assert QUOTE in post.content
    assert post.private


@pytest.mark.usefixtures("client")
async def test_the_quotes_of_a_private_answer_can_be_shared(
    server: DiscordServer, answers: FakeView, mattis: Excerpt
) -> None:
    """Without the question."""
    answers.tell(("Mattis", (mattis,)))
    (post,) = await server.seen(await server.ask("ask", question=QUESTION, only_me=True))
    (public,) = await server.seen(await server.press(post, "Share"))
    assert not public.private
    assert QUOTE in public.content
    assert QUESTION not in public.content


@pytest.mark.usefixtures("client", "answers")
async def test_ask_works_in_direct_messages(server: DiscordServer) -> None:
    """The command is not bound to a guild."""
    (post,) = await server.seen(await server.ask("ask", guild=False, question=QUESTION))
    assert QUOTE in post.content


@pytest.mark.usefixtures("client", "answers")
async def test_a_direct_message_is_a_question(server: DiscordServer) -> None:
    """It is replied to where it stands, without pinging, and typing is shown."""
    message = await server.write(QUESTION)
    (post,) = await server.replies(message)
    assert QUOTE in post.content
    assert (post.channel, post.replies_to) == (DIRECT, message)
    assert server.typing == [DIRECT]


@pytest.mark.parametrize("mention", [f"<@{APPLICATION}> {QUESTION}", f"{QUESTION} <@!{APPLICATION}>"])
@pytest.mark.usefixtures("client", "answers")
async def test_a_mention_with_a_question_is_answered(server: DiscordServer, answers: FakeView, mention: str) -> None:
    """The mention is no part of the question."""
    message = await server.write(mention, guild=True, mentions=True)
    (post,) = await server.replies(message)
    assert QUOTE in post.content
    assert post.channel == CHANNEL
    assert answers.asked == [QUESTION]


@pytest.mark.usefixtures("client", "answers")
async def test_an_empty_mention_gets_the_short_help(server: DiscordServer, answers: FakeView) -> None:
    """Nothing is searched for."""
    message = await server.write(f"<@{APPLICATION}>  ", guild=True, mentions=True)
    (post,) = await server.replies(message)
    assert post.content == SHORT_HELP
    assert answers.asked == []


@pytest.mark.usefixtures("answers")
async def test_answers_tell_that_articles_are_still_being_indexed(
    server: DiscordServer, client: PullquoteClient
) -> None:
    """A command's do, and those to a mention and to a direct message."""
    client._worker.notice = "Articles are still being indexed."
    (post,) = await server.seen(await server.ask("ask", question=QUESTION))
    (in_public,) = await server.replies(await server.write(f"<@{APPLICATION}> {QUESTION}", guild=True, mentions=True))
    (in_private,) = await server.replies(await server.write(QUESTION))
    assert all(each.content.endswith("-# Articles are still being indexed.") for each in (post, in_public, in_private))


@pytest.mark.usefixtures("client", "answers")
async def test_a_reply_to_pullquote_is_a_question_without_its_name(server: DiscordServer, answers: FakeView) -> None:
    """A reply goes on from the answer before; one that brings no words, but a file, is left alone."""
    (first,) = await server.replies(await server.write(f"<@{APPLICATION}> {QUESTION}", guild=True, mentions=True))
    await server.write("", guild=True, mentions=True, replies_to=first.id)
    reply = await server.write("What else did he say?", guild=True, mentions=True, replies_to=first.id)
    (second,) = await server.replies(reply)
    assert second.replies_to == reply
    assert (answers.asked, answers.lasts) == ([QUESTION, "What else did he say?"], [None, QUESTION])


@pytest.mark.usefixtures("client")
async def test_who_greets_or_asks_for_help_gets_the_short_help(server: DiscordServer, view: FakeView) -> None:
    """In a direct message, after a mention and with the command, which answers privately; nothing is searched for."""
    (direct,) = await server.replies(await server.write("Hi! What can you do?"))
    mention = await server.write(f"<@{APPLICATION}> who are you?", guild=True, mentions=True)
    (mentioned,) = await server.replies(mention)
    (post,) = await server.seen(await server.ask("ask", question="help me please"))
    assert direct.content == mentioned.content == post.content == SHORT_HELP
    assert post.private
    assert view.asked == []


@pytest.mark.usefixtures("client", "answers")
async def test_what_is_not_meant_for_the_bot_is_left_alone(server: DiscordServer, answers: FakeView) -> None:
    """Other messages, and bots, itself included, start nothing."""
    await server.write("hello all", guild=True)
    await server.write(QUESTION, user=APPLICATION)
    message = await server.write(QUESTION)
    await server.replies(message)
    assert answers.asked == [QUESTION]
    assert len(server.posts) == 1


@pytest.mark.usefixtures("client")
async def test_a_follow_up_goes_on_from_what_the_same_person_asked_there(server: DiscordServer, view: FakeView) -> None:
    """In direct messages, mentions and commands; nothing of it reaches another person or another channel."""
    await server.replies(await server.write("First?"))
    await server.seen(await server.ask("ask", guild=False, question="Second?"))
    mention = f"<@{APPLICATION}> Third?"
    await server.replies(await server.write(mention, guild=True, mentions=True))
    await server.seen(await server.ask("ask", question="Fourth?"))
    await server.seen(await server.ask("ask", question="Fifth?", user=77))
    assert view.asked == ["First?", "Second?", "Third?", "Fourth?", "Fifth?"]
    assert view.lasts == [None, "First?", None, "Third?", None]


@pytest.mark.usefixtures("client")
async def test_a_public_answer_never_goes_on_from_a_private_one(server: DiscordServer, view: FakeView) -> None:
    """What was asked with only_me is followed in private."""
    for question, private in (("a", True), ("b", False), ("c", True), ("d", False)):
        await server.seen(await server.ask("ask", question=question, only_me=private))
    assert view.lasts == [None, None, "a", "b"]


@pytest.mark.usefixtures("client")
async def test_a_question_that_failed_is_not_gone_on_from(server: DiscordServer, view: FakeView) -> None:
    """The one before it still is."""
    view.answers["b"] = PullquoteError("no")
    for question in "abc":
        await server.seen(await server.ask("ask", question=question))
    assert view.lasts == [None, "a", "a"]


@pytest.mark.usefixtures("client")
async def test_a_refusal_is_two_lines_with_what_is_near_behind_a_button(
    server: DiscordServer, view: FakeView, mattis: Excerpt
) -> None:
    """Who presses the button, in a channel or a direct message, sees the passages alone, marked as no answer."""
    view.tell(("Mattis", (mattis,)))
    view.answers[QUESTION] = Refusal(QUESTION, (mattis,), 0.2, summary=SearchSummary("Mattis", True, ("sanctions",)))
    (post,) = await server.seen(await server.ask("ask", question=QUESTION))
    assert post.content == (
        f"**The articles do not answer this:** {QUESTION}\nSearched for words of Mattis about “sanctions”."
    )
    (direct,) = await server.replies(await server.write(QUESTION))
    assert direct.content.startswith("**The articles do not answer this.**\n")
    for refusal in (post, direct):
        (near,) = await server.seen(await server.press(refusal, "Nearest passages", user=77))
        assert near.private
        assert near.content.index("Not an answer") < near.content.index(QUOTE)


@pytest.mark.usefixtures("client")
async def test_a_refusal_offers_nothing_that_is_far(server: DiscordServer, view: FakeView, mattis: Excerpt) -> None:
    """Passages that have nothing to do with the question are not offered."""
    view.answers["Who?"] = Refusal("Who?", (mattis,), NEAR / 2)
    (post,) = await server.seen(await server.ask("ask", question="Who?"))
    assert post.buttons == []


@pytest.mark.usefixtures("client")
async def test_a_long_quote_is_spread_over_messages_and_stays_whole(
    server: DiscordServer, view: FakeView, article: Document
) -> None:
    """Follow-ups are as public or private as the first message."""
    everything = Excerpt(article, Span(0, len(article.text)).trimmed(article.text), "narration")
    view.answers["All?"] = Answer("All?", (everything,), 0.9)
    asked = await server.ask("ask", question="All?", only_me=True)
    first, second = await server.seen(asked, 2)
    assert first.private
    assert second.private
    shown = "\n".join(
        line[2:] for post in (first, second) for line in post.content.split("\n") if line.startswith("> ")
    )
    assert "".join(shown.replace("\\", "").split()) == "".join(everything.text.split())


@pytest.mark.usefixtures("client")
async def test_a_problem_of_the_asker_is_told_privately(server: DiscordServer, view: FakeView) -> None:
    """The public deferral goes away, so that the reason can be private; an article's name in it does no harm."""
    view.answers["?"] = PullquoteError("there is nothing to look for in **this**")
    asked = await server.ask("ask", question="?")
    (post,) = await server.seen(asked)
    assert post.content == r"There is nothing to look for in \*\*this\*\*"
    assert post.private
    await server.until(lambda: asked.original and asked.original.deleted)


@pytest.mark.usefixtures("client")
async def test_a_problem_of_a_private_question_fills_its_deferral(server: DiscordServer, view: FakeView) -> None:
    """Nothing has to be deleted."""
    view.answers["?"] = PullquoteError("There is nothing to look for")
    (post,) = await server.seen(await server.ask("ask", question="?", only_me=True))
    assert post.content == "There is nothing to look for"
    assert post.private


@pytest.mark.usefixtures("client")
async def test_what_went_wrong_fits_a_message(server: DiscordServer, view: FakeView) -> None:
    """Whatever it names, in characters of which Discord counts each twice, too."""
    view.answers["?"] = PullquoteError("🜁" * 4_000)
    (post,) = await server.seen(await server.ask("ask", question="?"))
    assert post.content.endswith("🜁…")


@pytest.mark.usefixtures("client")
async def test_an_unexpected_error_is_apologised_for_with_a_reference(
    server: DiscordServer, view: FakeView, caplog: pytest.LogCaptureFixture
) -> None:
    """The person sees no traceback, and the log has it under the same reference."""
    view.answers["?"] = ZeroDivisionError("secret detail")
    (post,) = await server.seen(await server.ask("ask", question="?"))
    assert post.private
    assert "secret detail" not in post.content
    reference = post.content.split("`")[1]
    (record,) = [record for record in caplog.records if reference in record.getMessage()]
    assert record.exc_info


@pytest.mark.usefixtures("client")
async def test_a_tampered_text_is_not_quoted(server: DiscordServer, view: FakeView, mattis: Excerpt) -> None:
    """Where the stored text is not the one that was read, nothing of it is shown."""
    object.__setattr__(mattis.document, "text", mattis.document.text.replace("severe", "mild"))
    try:
        view.answers["?"] = Answer("?", (mattis,), 0.9)
        (post,) = await server.seen(await server.ask("ask", question="?"))
    finally:
        object.__setattr__(mattis.document, "text", mattis.document.text.replace("mild", "severe"))
    assert post.private
    assert "mild" not in post.content
    assert "is not the text that was read" in post.content


async def test_who_comes_when_the_queue_is_full_is_told_so_at_once(
    server: DiscordServer, answers: FakeView, tmp_path: Path
) -> None:
    """Privately and without a deferral; those who wait are all answered."""
    answers.gate.clear()
    async with logged_in(server, FakeCollections(answers), tmp_path, waiting=2):
        waiting = [await server.ask("ask", question=QUESTION, user=user) for user in (11, 12)]
        await server.until(lambda: all(asked.acknowledged for asked in waiting))
        (refused,) = await server.seen(await server.ask("ask", question=QUESTION, user=13))
        assert "Too many questions are waiting" in refused.content
        assert refused.private
        answers.gate.set()
        for asked in waiting:
            (post,) = await server.seen(asked)
            assert QUOTE in post.content


async def test_one_person_cannot_fill_the_queue(server: DiscordServer, answers: FakeView, tmp_path: Path) -> None:
    """Others are still answered."""
    answers.gate.clear()
    async with logged_in(server, FakeCollections(answers), tmp_path):
        mine = [await server.ask("ask", question=QUESTION, user=11) for _ in range(PER_PERSON)]
        await server.until(lambda: all(asked.acknowledged for asked in mine))
        (refused,) = await server.seen(await server.ask("ask", question=QUESTION, user=11))
        assert "questions are waiting" in refused.content
        other = await server.ask("ask", question=QUESTION, user=12)
        answers.gate.set()
        for asked in (*mine, other):
            (post,) = await server.seen(asked)
            assert QUOTE in post.content
