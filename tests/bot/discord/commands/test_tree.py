"""What has been handled already."""

from bot.discord.commands.tree import Recent


def test_an_id_is_first_only_once_while_it_is_remembered() -> None:
    """The oldest are forgotten, so that memory does not grow."""
    recent = Recent(size=2)
    assert [recent.first(number) for number in (1, 1, 2, 1, 3, 1)] == [True, False, True, False, True, True]
