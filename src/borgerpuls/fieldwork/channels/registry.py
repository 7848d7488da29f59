"""All channels, and which of them this site sends by itself. A new channel is a module and a line here."""

from collections.abc import Iterable, Mapping

from borgerpuls.fieldwork.channels import digital_post, email, letter, sms
from borgerpuls.fieldwork.channels.channel import Channel, Transport
from borgerpuls.messages import verbatim
from borgerpuls.text import Text

CHANNELS: Mapping[str, Channel] = {
    channel.id: channel for channel in (digital_post.CHANNEL, email.CHANNEL, sms.CHANNEL, letter.CHANNEL)
}
"""By id, in the order that a new plan tries them."""


def transports() -> Mapping[str, Transport]:
    """The connections that this site sends by itself with, a channel each. Raises ``Refused`` for a wrong set-up."""
    found = {channel.id: channel.transport() for channel in CHANNELS.values()}
    return {channel: transport for channel, transport in found.items() if transport is not None}


def by_hand(channel: str) -> bool:
    """Is the channel's post handed over to people, who send it?"""
    return channel in CHANNELS and CHANNELS[channel].by_hand


def usable(plan: Iterable[str]) -> tuple[str, ...]:
    """The channels of a plan that this site can send by, or hand over to people; the others are passed by."""
    return tuple(channel for channel in plan if channel in CHANNELS and CHANNELS[channel].usable)


def label_of(channel: str) -> Text:
    """What a channel is called; its id for one that there is no longer."""
    return CHANNELS[channel].label if channel in CHANNELS else verbatim(channel)
