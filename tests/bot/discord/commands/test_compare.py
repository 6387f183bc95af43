"""`/compare`: two people on one topic."""

from dataclasses import replace
from datetime import date

import pytest

from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import parse_article
from index.people.sayings import Saying
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import Post
from tests.support.fake_service import FakeView, speech_of

ONE, OTHER = "0000000001", "0000000002"


@pytest.fixture
def both(view: FakeView, holm: tuple[Excerpt, ...], ray: tuple[Excerpt, ...]) -> FakeView:
    """Two people speak."""
    view.tell(("Ada Holm", holm), ("Ben Ray", ray))
    return view


@pytest.mark.usefixtures("client", "both")
async def test_two_people_stand_one_below_the_other_with_dates(server: DiscordServer) -> None:
    """Each under the own name, each quote under its date."""
    (post,) = await server.seen(await server.ask("compare", one=ONE, other="Ray", topic="the quay"))
    one, other = post.content.split("**Ben Ray** about “the quay”:")
    assert one.startswith("**Ada Holm** about “the quay”:\n\n-# 3 May 2019\n> “The quay will close in May,”\n")
    assert [one.count("-# 3 May 2019\n> “"), other.count("-# 3 May 2019\n> “")] == [3, 2]
    assert [one.count("— **Ada Holm**"), other.count("— **Ben Ray**")] == [3, 2]
    assert not post.private


@pytest.mark.usefixtures("client")
async def test_the_best_are_shown_in_the_order_of_their_dates(
    server: DiscordServer, both: FakeView, holm: tuple[Excerpt, ...]
) -> None:
    """The undated come last, without one, and what was left away is told."""
    dates = (date(2020, 1, 1), None, date(2018, 1, 1), date(2017, 1, 1))
    documents = [replace(holm[0].document, published=day) for day in dates]
    both.said[ONE] = tuple(Saying(replace(holm[0], document=document)) for document in documents)
    (post,) = await server.seen(await server.ask("compare", one=ONE, other=OTHER, topic="the quay"))
    assert "3 of 4 quotes" in post.content
    heads = [block.split("\n")[0] for block in post.content.split("\n\n")[1:4]]
    assert heads == ["-# 1 January 2018", "-# 1 January 2020", "> “The quay will close in May,”"]


@pytest.mark.usefixtures("client")
async def test_who_says_nothing_on_it_is_named(server: DiscordServer, both: FakeView) -> None:
    """The other is still shown."""
    both.said[OTHER] = ()
    (post,) = await server.seen(await server.ask("compare", one=ONE, other=OTHER, topic="the quay"))
    assert "No words of Ben Ray about “the quay” were found" in post.content
    assert "“The quay will close in May,”" in post.content


@pytest.mark.usefixtures("client", "both")
async def test_a_person_is_not_compared_with_the_same(server: DiscordServer) -> None:
    """However they were named."""
    (post,) = await server.seen(await server.ask("compare", one=ONE, other="ada holm", topic="the quay"))
    assert post.content.startswith("Both names mean Ada Holm")
    assert post.private


@pytest.mark.usefixtures("client", "both")
async def test_a_private_one_can_be_shared(server: DiscordServer) -> None:
    """It is made anew."""
    (post,) = await server.seen(await server.ask("compare", one=ONE, other=OTHER, topic="the quay", only_me=True))
    (public,) = await server.seen(await server.press(post, "Share"))
    assert (post.private, public.private) == (True, False)
    assert public.content == post.content
    (nothing,) = await server.seen(await server.ask("compare", one=ONE, other=OTHER, topic="nothing", only_me=True))
    assert not nothing.buttons


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("topic", ["", " ", "\n"])
async def test_a_button_without_a_topic_compares_nothing(server: DiscordServer, both: FakeView, topic: str) -> None:
    """A button that was made up names two people but no topic, and is told to be of no use."""
    (told,) = await server.seen(await server.press(Post(1, 1, "old", asked_by=None), f"compare:{ONE}:{OTHER}:{topic}"))
    assert (told.private, told.content) == (True, "This no longer works. Please use the command again.")
    assert both.topics == []


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize(("words", "shown"), [(500, 2), (1400, 0)])
async def test_long_words_are_fewer_and_whole(server: DiscordServer, both: FakeView, words: int, shown: int) -> None:
    """Those that cannot stand together at all are told to be found elsewhere."""
    said = [f"“{number} " + "word " * words + "end.”" for number in range(3)]
    document = parse_article("a.txt", "\n\n".join(f"{each} said Ada Holm." for each in said).encode())
    both.said[ONE] = both.said[OTHER] = tuple(Saying(speech_of(document, each, "Ada Holm")) for each in said)
    asked = await server.ask("compare", one=ONE, other=OTHER, topic="the quay")
    await server.until(lambda: sum("end.”" in post.content or 2 * post.private for post in asked.seen) >= 2)
    assert "".join(post.content for post in asked.seen).count("end.”") == shown
    assert asked.seen[0].content.startswith("These quotes are too long to compare") == (shown == 0)
