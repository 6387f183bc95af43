"""Only public addresses are reached."""

import socket

import pytest

from corpus.web.addresses import PUBLIC, NotPublicError, Reach, is_public

PUBLIC_ONES = ["93.184.216.34", "1.1.1.1", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450::1", "64:ff9b::101:101"]
OTHERS = """
127.0.0.1 127.255.255.254 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
100.100.100.200 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255
240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:93.184.216.34 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1
100::1 2001::1 2001:0:7f00:1:: 2001:db8::1 2001:20::1 2002:7f00:1:: 2002:5db8:d822:: 3fff::1 5f00::1 fc00::1
fd00:ec2::254 fe80::1 fe80::1%1 fec0::1 ff02::1 ff0e::1
""".split()


@pytest.mark.parametrize("host", PUBLIC_ONES)
def test_an_address_of_the_internet_is_public(host: str) -> None:
    """An address that is routed everywhere is public, also where NAT64 shows it in IPv6."""
    assert is_public(host)


@pytest.mark.parametrize("host", OTHERS)
def test_an_address_of_a_machine_a_network_or_a_cloud_is_not_public(host: str) -> None:
    """What only some can reach is not public, whatever form it is written in."""
    assert not is_public(host)


@pytest.mark.parametrize("address", [("127.0.0.1", 80), ("93.184.216.34", 22), ("93.184.216.34", 8080)])
def test_no_socket_is_made_for_what_is_not_the_public_web(address: tuple[str, int]) -> None:
    """A socket needs a public address and a port of the web."""
    with pytest.raises(NotPublicError):
        PUBLIC.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", address))


def test_a_reach_is_wider_by_exactly_what_is_listed() -> None:
    """An address besides is reached at its port, and at no other."""
    reach = Reach(frozenset({("127.0.0.1", 8080)}))
    reach.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 8080))).close()
    for other in [("127.0.0.1", 80), ("127.0.0.2", 8080), ("::ffff:127.0.0.1", 8080, 0, 0)]:
        with pytest.raises(NotPublicError):
            reach.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", other))
