"""What has been handled already."""

from bot.discord.commands.tree import REMEMBERED, Recent


def test_an_id_is_first_only_once_while_it_is_remembered() -> None:
    """The oldest are forgotten, so that memory does not grow."""
    recent = Recent()
    assert [recent.first(number) for number in (0, 0)] == [True, False]
    assert all(recent.first(number) for number in range(1, REMEMBERED + 1))
    assert [recent.first(number) for number in (1, 0)] == [False, True]
