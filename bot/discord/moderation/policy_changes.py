"""What moderators can settle: each change of a policy with the sentence that the audit keeps, and a policy in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

import discord
from discord.app_commands import AppCommandChannel

from bot.discord.messages import mentions
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import MESSAGE
from bot.discord.messages.reply import packed
from bot.presentation.visible import label
from corpus.errors import PullquoteError
from corpus.library.models import AuditLine
from corpus.library.policy import Openness, Policy, Strictness

Settled: TypeAlias = tuple[Policy, str]
"""A policy, and what was done to make it so, in a sentence of one line."""
Change: TypeAlias = Callable[[Policy], Settled]
Who: TypeAlias = Literal["add", "remove", "everybody"]
Mode: TypeAlias = Literal["public", "private", "off"]
Sure: TypeAlias = Literal["strict", "balanced", "open", "the operator's"]

ANEW = Policy(elsewhere=Openness.OFF)
"""What a change goes on from where the policy cannot be read: nothing is open that may have been closed."""
_NAME, _SENTENCE = 100, 300  # characters
_NAMED = 20  # roles or channels in one line, so that all lines fit a message


class SettlingError(PullquoteError):
    """Something that cannot be settled so."""


# Changes --------------------------------------------------------------------------------------------------------------


def askers(policy: Policy, who: Who, role: discord.Role | None) -> Settled:
    """Who may ask. Raises SettlingError."""
    if who == "everybody":
        return replace(policy, askers=frozenset()), "let everybody ask"
    chosen = _checked(role)
    if who == "add":
        return replace(policy, askers=policy.askers | {chosen.id}), f"let members with {_role(chosen)} ask"
    if policy.askers == {chosen.id}:
        raise SettlingError("no other role may ask; choose “everybody”, or add another one first")
    what = f"no longer let members ask for having {_role(chosen)}"
    return replace(policy, askers=policy.askers - {chosen.id}), what


def moderators(policy: Policy, who: Literal["add", "remove"], role: discord.Role) -> Settled:
    """Who may moderate. Raises SettlingError."""
    chosen = _checked(role)
    if who == "add":
        what = f"made members with {_role(chosen)} moderators"
        return replace(policy, moderators=policy.moderators | {chosen.id}), what
    what = f"no longer let members moderate for having {_role(chosen)}"
    return replace(policy, moderators=policy.moderators - {chosen.id}), what


def channel(policy: Policy, place: AppCommandChannel, mode: Mode | Literal["as elsewhere"]) -> Settled:
    """How answers are seen in a channel."""
    others = {number: openness for number, openness in policy.channels.items() if number != place.id}
    where = f"in #{label(place.name, _NAME)} ({place.id})"
    if mode == "as elsewhere":
        return replace(policy, channels=others), f"had answers seen as elsewhere {where}"
    return replace(policy, channels={**others, place.id: Openness(mode)}), f"{_DONE[mode]} {where}"


def elsewhere(policy: Policy, mode: Mode) -> Settled:
    """How answers are seen in all other channels."""
    return replace(policy, elsewhere=Openness(mode)), f"{_DONE[mode]} in all other channels"


def strictness(policy: Policy, how: Sure) -> Settled:
    """How sure an answer must be."""
    chosen = None if how == "the operator's" else Strictness(how)
    return replace(policy, strictness=chosen), f"set the strictness to {how}"


def shared(policy: Policy, on: bool) -> Settled:
    """Whether the shared articles are searched too."""
    return replace(policy, shared=on), f"had the shared articles {'searched too' if on else 'left out'}"


_DONE = {"public": "made answers public", "private": "made answers private", "off": "switched Pullquote off"}


def _checked(role: discord.Role | None) -> discord.Role:
    if role is None:
        raise SettlingError("please choose a role too")
    if role.is_default():
        raise SettlingError("@everyone is no role of some members; for who may ask, choose “everybody”")
    return role


def _role(role: discord.Role) -> str:
    return f"the role “{label(role.name, _NAME)}” ({role.id})"


# In words -------------------------------------------------------------------------------------------------------------


def overview(policy: Policy, operators: Strictness) -> str:
    """All that is settled, in Discord's Markdown; where nothing is said of the strictness it is the operator's."""
    roles = _some(f"<@&{role}>" for role in sorted(policy.askers))
    moderating = _some(f"<@&{role}>" for role in sorted(policy.moderators))
    apart = _some(f"<#{place}> {openness.value}" for place, openness in sorted(policy.channels.items()))
    return "\n".join(
        [
            f"- **Who may ask**: {f'members with {roles}, and moderators' if roles else 'everybody'}",
            f"- **Moderators**: who may manage the server{f', and members with {moderating}' if moderating else ''}",
            f"- **Answers are**: {policy.elsewhere.value} in every channel{f', but {apart}' if apart else ''}",
            f"- **Strictness**: {policy.strictness or f'{operators.value}, as the operator has it'}",
            f"- **Shared articles**: {'searched too' if policy.shared else 'left out'}",
        ]
    )


def _some(marks: Iterable[str]) -> str:
    named = list(marks)
    more = [f"{len(named) - _NAMED} more"] if len(named) > _NAMED else []
    return ", ".join([*named[:_NAMED], *more])


def audit(lines: Sequence[AuditLine]) -> str:
    """Who changed what, the newest first: as many lines as fit a message."""
    if not lines:
        return "Nothing has been changed yet."
    return packed((_audited(line) for line in lines), MESSAGE, "\n")[0]


def _audited(line: AuditLine) -> str:
    return f"- {mentions.when(line.at)} {mentions.who(line.by)}: {clipped(line.what, _SENTENCE)}"
