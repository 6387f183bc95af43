"""Who may do what where: from an interaction or a message to a scope. All of it is checked anew each time."""

from dataclasses import dataclass

import discord

from bot.discord.messages.conversation import Interaction
from bot.discord.runtime.members import UntoldError
from bot.discord.runtime.worker import Scope, Worker
from corpus.errors import PullquoteError
from corpus.library.database import LibraryError
from corpus.library.owners import SHARED, of_guild
from corpus.library.policy import Openness, Policy
from index.service.protocols import Policies

OFF = "Pullquote is switched off in this channel."
NOT_ASKING = "In this server only members with certain roles may ask. Its moderators can tell you which."
NOT_MODERATING = "Only a server's moderators can do this, and only in that server."
NOT_MANAGING = "Only members who may manage the server can do this, and only in that server."
UNREADABLE = (
    "This server's settings cannot be read, so Pullquote does nothing here. "
    "Members who may manage the server can set them again with /settings."
)
NO_MEMBER = "You may no longer ask in the server that you chose with /server."
NOTHING = "There are no articles here that you may search."


class NotAllowedError(PullquoteError):
    """The person may not do this here."""


@dataclass(frozen=True, slots=True)
class MemberRights:
    """The roles and rights of a member in a guild."""

    roles: frozenset[int]
    manages: bool
    """Whether the person may manage the server."""

    def moderates(self, policy: Policy) -> bool:
        return self.manages or not self.roles.isdisjoint(policy.moderators)

    def asks(self, policy: Policy) -> bool:
        return not policy.askers or not self.roles.isdisjoint(policy.askers) or self.moderates(policy)


def _read_policy(policies: Policies, guild: int) -> Policy:
    """What a guild's moderators have settled. Raises NotAllowedError where that cannot be read."""
    try:
        return policies.policy(guild)
    except LibraryError as error:
        raise NotAllowedError(UNREADABLE) from error


# Asking ---------------------------------------------------------------------------------------------------------------


async def scope_of(interaction: Interaction, worker: Worker) -> Scope:
    """What may be searched where an interaction was made. Raises NotAllowedError.

    Quick, but where it was made in a direct message: then Discord may be asked who is a member of a guild.
    """
    guild = _joined(interaction)
    if guild is not None:
        policy, own = _read_policy(worker.service.policies, guild), interaction.is_guild_integration()
        return _scope(guild, policy, _rights(interaction), _openness(interaction.channel, policy), own)
    if interaction.guild_id is None and interaction.context.dm_channel:
        return await scope_in_private(interaction.client, interaction.user.id, worker)
    return Scope((SHARED,))


def scope_of_mention(message: discord.Message, worker: Worker) -> Scope:
    """What may be searched for a message in a guild. Raises NotAllowedError."""
    guild, author = message.guild, message.author
    if guild is None or not isinstance(author, discord.Member):  # a webhook
        raise NotAllowedError(NOT_ASKING)
    policy = _read_policy(worker.service.policies, guild.id)
    rights, openness = _rights_of(author, author.guild_permissions), _openness(message.channel, policy)
    return _scope(guild.id, policy, rights, openness)


async def scope_in_private(client: discord.Client, person: int, worker: Worker) -> Scope:
    """What may be searched in direct messages: the guild that the person chose too, while they may ask there."""
    chosen = await worker.run_short(worker.service.guilds.chosen, person)
    if chosen is None:
        return Scope((SHARED,))
    try:
        policy = await policy_for(client, chosen, person, worker)
    except (NotAllowedError, UntoldError) as error:
        return Scope((SHARED,), note=f"{error} Only the shared articles are searched.")
    return Scope(_collections(chosen, policy), strictness=policy.strictness, guild=chosen)


async def policy_for(client: discord.Client, guild: int, person: int, worker: Worker) -> Policy:
    """What is settled for a guild where somebody may ask, as things stand. Raises NotAllowedError, UntoldError."""
    joined = client.get_guild(guild)
    member = await worker.members.find(joined, person) if joined else None
    if joined is None or member is None or member.pending or member.is_timed_out():
        raise NotAllowedError(NO_MEMBER)
    policy = _read_policy(worker.service.policies, guild)
    # Who sees none of the channels where answers are given could not ask in the guild itself.
    places = (channel for channel in joined.channels if not isinstance(channel, discord.CategoryChannel))
    answered = (channel for channel in places if policy.openness(channel.id) is not Openness.OFF)
    seen = any(channel.permissions_for(member).view_channel for channel in answered)
    if not (seen and _rights_of(member, member.guild_permissions).asks(policy)):
        raise NotAllowedError(NO_MEMBER)
    return policy


def _scope(guild: int, policy: Policy, rights: MemberRights, openness: Openness, own: bool = True) -> Scope:
    if openness is Openness.OFF:
        raise NotAllowedError(OFF)
    if not rights.asks(policy):
        raise NotAllowedError(NOT_ASKING)
    collections = tuple(name for name in _collections(guild, policy) if own or name == SHARED)
    if not collections:
        raise NotAllowedError(NOTHING)
    return Scope(collections, openness, policy.strictness, guild if own else None)


def _collections(guild: int, policy: Policy) -> tuple[str, ...]:
    return (of_guild(guild), SHARED) if policy.shared else (of_guild(guild),)


def _openness(channel: object, policy: Policy) -> Openness:
    if isinstance(channel, discord.Thread):
        return policy.openness(channel.id, channel.parent_id)
    if isinstance(channel, discord.abc.GuildChannel):
        return policy.openness(channel.id)
    # discord.py knows no more than an id: it may be a thread of any channel.
    return Openness.OFF if policy.channels else policy.elsewhere


# Moderating -----------------------------------------------------------------------------------------------------------


def moderated(interaction: Interaction, policies: Policies) -> int:
    """The guild that somebody moderates, and does so from within it. Raises NotAllowedError."""
    guild = _installed(interaction)
    if guild is None or not _rights(interaction).moderates(_read_policy(policies, guild)):
        raise NotAllowedError(NOT_MODERATING)
    return guild


def managed(interaction: Interaction) -> int:
    """The guild that somebody may manage, and does so from within it. Raises NotAllowedError."""
    guild = _installed(interaction)
    if guild is None or not _rights(interaction).manages:
        raise NotAllowedError(NOT_MANAGING)
    return guild


def settling(interaction: Interaction, policies: Policies) -> int:
    """The guild that somebody may settle something for: a moderator, and who manages it even where what was settled
    cannot be read. Raises NotAllowedError."""
    guild = _installed(interaction)
    return guild if guild is not None and _rights(interaction).manages else moderated(interaction, policies)


def _joined(interaction: Interaction) -> int | None:
    """The guild of an interaction, where Pullquote is a member of it."""
    guild = interaction.guild_id
    return guild if guild is not None and interaction.client.get_guild(guild) else None


def _installed(interaction: Interaction) -> int | None:
    return _joined(interaction) if interaction.is_guild_integration() else None


def _rights(interaction: Interaction) -> MemberRights:
    """As Discord tells it with the interaction; who is no member has no roles."""
    return _rights_of(interaction.user, interaction.permissions)


def _rights_of(person: discord.User | discord.Member, permissions: discord.Permissions) -> MemberRights:
    roles = person.roles if isinstance(person, discord.Member) else ()
    return MemberRights(frozenset(role.id for role in roles), permissions.manage_guild or permissions.administrator)
