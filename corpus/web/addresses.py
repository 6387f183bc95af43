"""Which addresses may be reached: checked where a socket is made, so nothing that is resolved later can differ."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Network, ip_address, ip_network

from aiohttp import AddrInfoType

_GLOBAL = IPv6Network("2000::/3")  # all that is assigned to hosts so far
_NAT64 = IPv6Network("64:ff9b::/96")  # public IPv4 addresses, seen from a network that has IPv6 alone
_NOT_PUBLIC = tuple(
    ip_network(each)
    for each in (  # which `is_global` lets through
        "192.0.0.0/24",  # protocol assignments; a cloud has its metadata there
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # what Azure tells its machines
        "2002::/16",  # 6to4: any IPv4 address inside
        "3fff::/20",  # documentation
    )
)


class NotPublicError(OSError):
    """A connection that was not made, since its address is not public."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be reached: public addresses on the ports of the web, and what is listed."""

    besides: frozenset[tuple[str, int]] = frozenset()
    """Pairs of an address and a port that are reached although they are not public."""

    def has_port(self, port: int | None) -> bool:
        """Whether anything may be reached on that port."""
        return port in {80, 443, *(port for _, port in self.besides)}

    def open_socket(self, address_info: AddrInfoType) -> socket.socket:
        """A socket for exactly the address that is connected to next. Raises NotPublicError."""
        family, kind, protocol, _, (host, port, *_) = address_info
        if (host, port) not in self.besides and not (port in (80, 443) and is_public(str(host))):
            raise NotPublicError(f"{host} is not public")
        return socket.socket(family, kind, protocol)


PUBLIC = Reach()


def is_public(host: str) -> bool:
    """Whether an IP address belongs to the public internet, not to a machine, its network or its cloud."""
    address = ip_address(host)
    if address.version == 6 and address in _NAT64:
        address = IPv4Address(int(address) & 0xFFFFFFFF)
    if address.version == 6 and address not in _GLOBAL:
        return False
    special = address.is_multicast or any(address in network for network in _NOT_PUBLIC)
    return address.is_global and not special
