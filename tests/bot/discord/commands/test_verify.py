"""`/verify`, and “Verify quotes” in a message's menu."""

from dataclasses import replace

import pytest

from bot.discord.commands.verify import CLAIMS, KEY, NO_WORDS, checked, difference, verdict_blocks
from bot.discord.messages.limits import MESSAGE, MESSAGES
from bot.presentation.visible import length
from corpus.quotes.citation import cite
from corpus.quotes.excerpt import Excerpt, TamperedError
from corpus.readers.files import parse_article
from index.verification.alignment import Change
from index.verification.claims import Claim
from index.verification.verify import Finding, Verdict
from tests.support.discord_server import DiscordServer
from tests.support.fake_service import FakeView, excerpt_of, speech_of

MENU = "Verify quotes"
CLOSE = "The quay will never close in May"
CHANGES = (
    Change("same", "The quay will", "The quay will"),
    Change("added", "never", ""),
    Change("same", "close", "close"),
    Change("left out", "", "in"),
    Change("replaced", "April", "May,"),
)


@pytest.fixture
def altered(view: FakeView, holm: tuple[Excerpt, ...]) -> FakeView:
    """A quote with words of its own."""
    view.tell(("Ada Holm", holm))
    view.verdicts[CLOSE] = Verdict(Claim(CLOSE), Finding.ALTERED, (holm[0],), CHANGES)
    return view


@pytest.mark.usefixtures("client", "altered")
async def test_an_altered_quote_is_shown_with_what_was_changed_and_the_real_words(server: DiscordServer) -> None:
    """The claim's own words are struck, the article's in bold, and the real words follow whole."""
    (post,) = await server.seen(await server.ask("verify", quote=CLOSE))
    assert post.content.startswith("**Altered")
    assert f"\n> The quay will ~~never~~ close **in** ~~April~~ **May,**\n{KEY}\n" in post.content
    assert "\n> “The quay will close in May,”\n— **Ada Holm**, harbour master\n-# The quay " in post.content
    assert not post.private
    assert not post.buttons


@pytest.mark.usefixtures("client")
async def test_the_claimed_speaker_may_be_anybody(
    server: DiscordServer, altered: FakeView, holm: tuple[Excerpt, ...]
) -> None:
    """A suggestion arrives as an id and is taken for its name."""
    altered.verdicts["x"] = Verdict(Claim("x"), Finding.WRONG_SPEAKER, (holm[0],), confirmed=False)
    (post,) = await server.seen(await server.ask("verify", quote="x", speaker="**Ben** <@1>"))
    assert r"not \*\*Ben\*\* \<\@1\>’s" in post.content
    assert "-# Where they stand:\n> “The quay will close in May,”" in post.content
    await server.seen(await server.ask("verify", quote=CLOSE, speaker="0000000001", only_me=True))
    assert [claim.speaker for claim in altered.claims] == ["**Ben** <@1>", "Ada Holm"]


@pytest.mark.usefixtures("client")
async def test_each_quote_of_a_message_gets_its_verdict_privately(
    server: DiscordServer, altered: FakeView, holm: tuple[Excerpt, ...]
) -> None:
    """Numbered, with a button for the real words of each; what is merely near cannot be shared as real."""
    said = "Nobody wrote back to us, ever."
    altered.verdicts = {
        claim.words: replace(Verdict(claim, Finding.EXACT, (holm[2],)), claim=claim)
        for claim in (Claim("“Nobody wrote back.”"), Claim("Nobody wrote back."))
    }
    message = f"“Nobody wrote back.” - Ada Holm\n\n“{said}” said Ben Ray."
    (post,) = await server.seen(await server.choose(MENU, message))
    assert post.private
    assert [claim.speaker for claim in altered.claims] == ["Ada Holm", "Ben Ray"]
    assert "**1. Real" in post.content
    assert "**2. Not found" in post.content
    assert f"-# Claimed of Ben Ray: {said}" in post.content
    assert [button["label"] for button in post.buttons] == ["1. Share the real words"]
    (public,) = await server.seen(await server.press(post, "1. Share the real words"))
    assert not public.private
    assert public.content.startswith("> “Nobody wrote back.”\n— **Ada Holm**")
    assert "Claimed" not in public.content


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("content", ["\u202e", "<@123>", "**", "“”"])
async def test_a_message_of_no_words_is_told_so(server: DiscordServer, view: FakeView, content: str) -> None:
    """Nothing is looked for."""
    (post,) = await server.seen(await server.choose(MENU, content))
    assert post.content == NO_WORDS
    assert post.private
    assert not view.claims


@pytest.mark.usefixtures("client")
async def test_a_message_without_words_is_told_so(server: DiscordServer) -> None:
    """It may be a picture; of a forwarded message the words are those that it forwards."""
    (post,) = await server.seen(await server.choose(MENU, " "))
    assert "no text to look up" in post.content
    (post,) = await server.seen(
        await server.choose(MENU, "", forwards="“We have nothing to hide here.” said Ada Holm.")
    )
    assert "Claimed of Ada Holm: We have nothing to hide here." in post.content


@pytest.mark.usefixtures("client")
async def test_of_many_quotes_the_first_are_checked_and_the_rest_counted(server: DiscordServer, view: FakeView) -> None:
    """Nobody is left to think that all were."""
    content = "\n\n".join(f"“This is the quote with the number {number}.”" for number in range(8))
    (post,) = await server.seen(await server.choose(MENU, content))
    assert len(view.claims) == CLAIMS
    assert f"-# {8 - CLAIMS} more quotes in this message" in post.content


@pytest.mark.parametrize("finding", Finding)
def test_every_verdict_has_words_and_its_excerpts(holm: tuple[Excerpt, ...], finding: Finding) -> None:
    """Whole, and with their citations."""
    verdict = Verdict(Claim("Anything at all", "Ben Ray"), finding, holm, confirmed=False)
    (message,) = checked(_Says(verdict), (verdict.claim,)).messages
    assert message.startswith("**")
    if finding in (Finding.NOT_FOUND, Finding.TOO_SHORT):
        assert message.count("\n") == 1
        return
    for excerpt in holm:
        assert f"> {excerpt.text}\n— **Ada Holm**, harbour master\n" in message
        assert f"`{cite(excerpt).id}`" in message


class _Says(FakeView):
    """One verdict, whatever is claimed."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.excerpts[0].document)
        self.verdict = verdict

    def verify(self, claim: Claim) -> Verdict:
        return replace(self.verdict, claim=claim)


def test_two_claims_of_the_same_words_get_one_button(holm: tuple[Excerpt, ...]) -> None:
    """Discord refuses two of one kind."""
    verdict = Verdict(Claim("One"), Finding.EXACT, holm[:1])
    assert len(checked(_Says(verdict), (Claim("One"), Claim("Two"))).buttons) == 1


@pytest.mark.parametrize("wide", ["x", "x ", "* ", "\u202e ", "😀", "\n"])
def test_a_difference_fits_its_messages_whatever_it_is_made_of(wide: str) -> None:
    """And nothing of it is left out."""
    changes = (Change("replaced", wide * 2000, "Z" * 500), Change("same", "c", "c"))
    blocks = difference(changes, "**Altered.**")
    assert all(length(block) <= MESSAGE for block in blocks)
    assert "".join(blocks).count("Z") == 500
    assert "".join(blocks).count("x") == wide.count("x") * 2000
    assert "".join(blocks).count("⟨") == wide.count("\u202e") * 2000


def test_real_words_that_are_long_are_shown_whole_before_others_and_the_difference() -> None:
    """What does not fit one reply is left away as a whole."""
    long = "word " * 1400
    document = parse_article("a.txt", f"“{long}end.” said Ada Holm.\n\nShort one.".encode())
    excerpt = speech_of(document, f"“{long}end.”", "Ada Holm")
    changes = (Change("replaced", "x" * 4000, long),)
    for others in ((), (excerpt_of(document, "Short one."),)):
        blocks = verdict_blocks(Verdict(Claim("x" * 4000), Finding.ALTERED, (excerpt, *others), changes))
        assert len(blocks) <= MESSAGES
        assert all(length(block) <= MESSAGE for block in blocks)
        assert "".join(blocks).count("word ") + len(blocks) > 1400


def test_a_tampered_text_is_not_shown(holm: tuple[Excerpt, ...]) -> None:
    """Not even beside a verdict."""
    document = replace(holm[0].document, text=holm[0].document.text.replace("close", "open!"))
    with pytest.raises(TamperedError):
        verdict_blocks(Verdict(Claim("x"), Finding.EXACT, (replace(holm[0], document=document),)))
