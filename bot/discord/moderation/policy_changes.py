"""What moderators can set: each change of a policy with the sentence that the audit keeps, and a policy in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple, TypeAlias

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

Who: TypeAlias = Literal["add", "remove", "everybody"]
Mode: TypeAlias = Literal["public", "private", "off"]
StrictnessName: TypeAlias = Literal["strict", "balanced", "open", "the operator's"]

OFFERED = "*Server Settings → Integrations* decides whether they see `/corpus` and `/settings`"
CLOSED = Policy(elsewhere=Openness.OFF)
"""What a change starts from where the policy cannot be read: nothing is open that may have been closed."""
_NAME, _SENTENCE = 100, 300  # characters
_NAMED = 18  # roles or channels in one line, so that all lines fit a message


class PolicyError(PullquoteError):
    """A setting that cannot be changed so."""


class PolicyChange(NamedTuple):
    """A policy after a change."""

    policy: Policy
    sentence: str
    """What was done, for the audit: one line that follows the name of who did it."""


# Changes --------------------------------------------------------------------------------------------------------------


def askers(policy: Policy, who: Who, role: discord.Role | None) -> PolicyChange:
    """Who may ask. Raises PolicyError."""
    if who == "everybody":
        return PolicyChange(replace(policy, askers=frozenset()), "let everybody ask")
    chosen = _checked(role)
    if who == "add":
        return PolicyChange(replace(policy, askers=policy.askers | {chosen.id}), f"let {_members(chosen)} ask")
    if policy.askers == {chosen.id}:
        raise PolicyError("no other role may ask; choose “everybody”, or add another role first")
    return PolicyChange(replace(policy, askers=policy.askers - {chosen.id}), f"no longer let {_members(chosen)} ask")


def moderators(policy: Policy, who: Literal["add", "remove"], role: discord.Role) -> PolicyChange:
    """Who may moderate. Raises PolicyError."""
    chosen = _checked(role)
    roles, verb = policy.moderators - {chosen.id}, "no longer let"
    if who == "add":
        roles, verb = policy.moderators | {chosen.id}, "let"
    return PolicyChange(replace(policy, moderators=roles), f"{verb} {_members(chosen)} moderate")


def channel(policy: Policy, place: AppCommandChannel, mode: Mode | Literal["as elsewhere"]) -> PolicyChange:
    """How answers are seen in a channel."""
    others = {number: openness for number, openness in policy.channels.items() if number != place.id}
    where = f"#{label(place.name, _NAME)} ({place.id})"
    if mode == "as elsewhere":
        return PolicyChange(replace(policy, channels=others), f"had {where} follow the other channels")
    return PolicyChange(replace(policy, channels={**others, place.id: Openness(mode)}), f"{_DONE[mode]} in {where}")


def elsewhere(policy: Policy, mode: Mode) -> PolicyChange:
    """How answers are seen in all other channels."""
    return PolicyChange(replace(policy, elsewhere=Openness(mode)), f"{_DONE[mode]} in all other channels")


def strictness(policy: Policy, how: StrictnessName) -> PolicyChange:
    """How sure an answer must be."""
    chosen = None if how == "the operator's" else Strictness(how)
    return PolicyChange(replace(policy, strictness=chosen), f"set the strictness to {how}")


def shared(policy: Policy, on: bool) -> PolicyChange:
    """Whether the shared articles are searched too."""
    return PolicyChange(replace(policy, shared=on), f"turned the shared articles {'on' if on else 'off'}")


_DONE = {"public": "made answers public", "private": "made answers private", "off": "switched Pullquote off"}


def _checked(role: discord.Role | None) -> discord.Role:
    if role is None:
        raise PolicyError("please choose a role as well")
    if role.is_default():
        raise PolicyError("every member has @everyone; to let all of them ask, choose “everybody”")
    return role


def _members(role: discord.Role) -> str:
    return f"members with the role “{label(role.name, _NAME)}” ({role.id})"


# In words -------------------------------------------------------------------------------------------------------------


def overview(policy: Policy, operators: Strictness) -> str:
    """All settings, in Discord's Markdown; where none is set, the strictness is the operator's."""
    asking = _some(f"<@&{role}>" for role in sorted(policy.askers))
    moderating = _some(f"<@&{role}>" for role in sorted(policy.moderators))
    roles = f", and members with {moderating}; {OFFERED}" if moderating else ""
    channels = _some(f"<#{place}> {openness.value}" for place, openness in sorted(policy.channels.items()))
    return "\n".join(
        [
            f"- **Who may ask**: {f'members with {asking}, and moderators' if asking else 'everybody'}",
            f"- **Moderators**: whoever may manage the server{roles}",
            f"- **Answers are**: {policy.elsewhere.value} in every channel{f', but {channels}' if channels else ''}",
            f"- **Strictness**: {policy.strictness or f'{operators.value} (the operator’s setting)'}",
            f"- **Shared articles**: {'searched too' if policy.shared else 'not searched'}",
        ]
    )


def _some(mentioned: Iterable[str]) -> str:
    names = list(mentioned)
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return ", ".join([*names[:_NAMED], *more])


def audit(lines: Sequence[AuditLine]) -> str:
    """Who changed what, the newest first: as many lines as fit a message."""
    if not lines:
        return "Nothing has been changed yet."
    items = (f"- {mentions.when(line.at)} {mentions.who(line.by)}: {clipped(line.what, _SENTENCE)}" for line in lines)
    return packed(items, MESSAGE, "\n")[0]
