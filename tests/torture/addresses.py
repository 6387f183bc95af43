"""Addresses that are written, resolved or redirected so that something not public would be reached."""

import asyncio
import itertools
import random
import socket
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from corpus.web.fetch import fetch
from corpus.web.page import FetchError
from tests.support.web_site import HOST, WebSite, web_site
from tests.torture.outcome import Outcome, told

HOLDS = "no connection is begun to an address that is not public, however it is written, resolved or redirected to"
PUBLIC = "93.184.216.34"
"""The one public address that names resolve to. At port 80 it leads to the site."""

ADDRESSES = """
127.0.0.1 127.0.0.53 127.255.255.254 0.0.0.0 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.1.254
169.254.169.254 169.254.170.2 100.64.0.1 100.100.100.200 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1
203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
::1 :: fe80::1 fc00::1 fd00:ec2::254 fec0::1 ff02::1 ::7f00:1 ::ffff:7f00:1 ::ffff:a9fe:a9fe ::ffff:0:7f00:1
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::7f00:1 2002:7f00:1:: 2002:a9fe:a9fe:: 2001:0:7f00:1:: 2001:db8::1
""".split()
"""What is not public, as the machine knows it."""

WRITTEN = """
127.1 127.0.1 2130706433 0x7f000001 0x7f.0x0.0x0.0x1 0x7f.1 017700000001 0177.0.0.1 0177.0.0.01 00000177.1
127.0.0.0x1 0 0x0 00 0.0 3232235521 0xc0a80001 2852039166 0xa9fea9fe 0251.0376.0251.0376
0xa9.0xfe.0xa9.0xfe 169.16689662 10.1 192.168.257 ①②⑦.⓪.⓪.① １２７.０.０.１ 127。0。0。1 127｡0｡0｡1 localhost
LOCALHOST localhost. localhost.localdomain ip6-localhost ip6-loopback ⓛⓞⓒⓐⓛⓗⓞⓢⓣ loc%61lhost
%6c%6f%63%61%6c%68%6f%73%74 127.0.0.1. 127%2e0%2e0%2e1 127.0.0.1%00.example.org 127.0.0.1%2f.example.org
[::1] [::] [0:0:0:0:0:0:0:1] [0000::1] [::127.0.0.1] [::ffff:127.0.0.1] [::ffff:0:127.0.0.1]
[::ffff:7f00:1] [::FFFF:169.254.169.254] [64:ff9b::127.0.0.1] [64:ff9b::169.254.169.254] [2002:7f00:1::1]
[fe80::1%25lo] [fe80::1%25eth0] [::1%25lo] [fec0::1] [v1.::1] example.org@127.0.0.1
example.org:80@127.0.0.1 example.org%40127.0.0.1 127.0.0.1:80@example.org 127.0.0.1#@example.org
127.0.0.1?@example.org 127.0.0.1\\@example.org example.org\\@127.0.0.1 example.org&@127.0.0.1#@example.org
127.0.0.1:80:80 127.0.0.1:0 127.0.0.1:22 127.0.0.1:6379 127.0.0.1:8080 localhost:2375 [::1]:22
127.0.0.1%09 127.0.0.1%0d%0aHost:x unix:%2fvar%2frun%2fdocker.sock
""".split()
"""What may stand between http:// and the path."""

WHOLE = """
file:///etc/passwd file://127.0.0.1/etc/passwd ftp://127.0.0.1/ gopher://127.0.0.1:6379/_INFO dict://127.0.0.1:11211/
ldap://127.0.0.1/ unix:///var/run/docker.sock data:text/html,x javascript:alert(1) jar:http://127.0.0.1!/ http:127.0.0.1
http:/127.0.0.1 http:///127.0.0.1 //127.0.0.1/ \\\\127.0.0.1\\c$ 127.0.0.1 http://127.0.0.1 hTTp://127.0.0.1/ ws://127.0.0.1/
http+unix://%2fvar%2frun%2fdocker.sock/ http://[::1 http://]/ http://%/ http:// https:// ://127.0.0.1/
""".split()
"""Addresses as they are typed."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One address, and what the site and the names that it leads over do."""

    way: str
    url: str
    target: str = ""
    """Where a redirect leads."""
    names: tuple[tuple[str, ...], ...] = ()
    """What a name resolves to, each time that it is asked for; the last one from then on."""


@dataclass(slots=True)
class Connections:
    """To what connections were begun while this was watched."""

    site: tuple[str, int] = ("", 0)
    begun: list[tuple[str, int]] = field(default_factory=list)
    watched: bool = False

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        """Note a connection, and refuse it where it is not to the site: nothing outside is ever asked."""
        if not self.watched or event not in ("socket.connect", "socket.sendto"):
            return
        address = args[1]
        to = (str(address[0]), int(address[1])) if isinstance(address, tuple) else (str(address), 0)
        self.begun.append(to)
        if to != self.site:
            raise ConnectionRefusedError(f"{to} is only noted")

    @property
    def wrong(self) -> list[tuple[str, int]]:
        """Those to what is not public; the site is only reached by its public address."""
        return [to for to in self.begun if to not in (self.site, (PUBLIC, 80), (PUBLIC, 443))]


def addresses(count: int, _: Path) -> Outcome:
    """So many of the attempts, by chance; all where there are fewer."""
    return asyncio.run(_run(count))


async def _run(count: int) -> Outcome:
    connections, broken, ways = _connections(), list[str](), Counter[str]()
    everything = list(_attempts())
    chosen = random.Random(1).sample(everything, min(count, len(everything)))  # noqa: S311
    async with web_site() as site:
        connections.site = (HOST, site.port)
        for attempt in chosen:
            broken += told(repr(attempt), await _tried(attempt, site, connections))
            ways[attempt.way] += 1
        requests = len(site.requests)
        with patch("corpus.web.addresses.is_public", return_value=True):
            if not await _tried(Attempt("typed", "http://127.0.0.2/"), site, connections):
                broken.append("a connection to what is not public would not have been noted")
    return Outcome(HOLDS, len(chosen), {**ways, "requests that came": requests}, tuple(broken))


def _attempts() -> Iterator[Attempt]:
    """All addresses, in all the ways that they are given."""
    literals = [f"[{each}]" if ":" in each else each for each in ADDRESSES]
    urls = [f"http://{each}/" for each in (*literals, *WRITTEN)]
    yield from (Attempt("typed", url) for url in (*urls, *WHOLE))
    yield from (Attempt("typed for https", f"https://{each}/") for each in (*literals, *WRITTEN[:40]))
    yield from (Attempt("redirected", f"http://{PUBLIC}/on", url) for url in (*urls, *WHOLE))
    yield from (Attempt("robots.txt redirected", f"http://{PUBLIC}/page", url) for url in urls)
    for number, each in enumerate(ADDRESSES):
        name = f"name-{number}.test"
        yield Attempt("a name", f"http://{name}/", names=((each,),))
        yield Attempt("a name among public ones", f"https://{name}/", names=((PUBLIC, each),))
        yield Attempt("a name that changes", f"http://{name}/on", f"https://{name}/", ((PUBLIC,), (each,)))
        yield Attempt("a redirect to a name", f"http://{PUBLIC}/on", f"http://{name}/", ((each,),))


async def _tried(attempt: Attempt, site: WebSite, connections: Connections) -> list[str]:
    """A sentence for each thing that is wrong."""
    site.pages.clear()
    site.put("/page", "<p>Text.</p>")
    site.put_redirect("/robots.txt" if attempt.way == "robots.txt redirected" else "/on", attempt.target)
    connections.begun.clear()
    found: list[str] = []
    with _watched(connections), _routed(connections.site), _resolved(attempt):
        try:
            fetched = await fetch(attempt.url, seconds=5)
            found.append(f"{fetched.url} was fetched")
        except FetchError as error:
            found += [] if error.reason.strip() else ["it has no reason"]
        except Exception as error:
            found.append(f"it falls: {type(error).__name__}: {error}")
    return found + [f"a connection to {host} at {port}" for host, port in connections.wrong]


@cache
def _connections() -> Connections:
    """What watches the sockets of this process; an audit hook is there for good, so there is one."""
    connections = Connections()
    sys.addaudithook(connections.hook)
    return connections


@contextmanager
def _watched(connections: Connections) -> Iterator[None]:
    connections.watched = True
    try:
        yield
    finally:
        connections.watched = False


@contextmanager
def _routed(site: tuple[str, int]) -> Iterator[None]:
    """Let the public address lead to the site."""
    loop = asyncio.get_running_loop()
    connect = loop.sock_connect

    async def routed(sock: socket.socket, address: Any) -> None:
        await connect(sock, site if address[:2] == (PUBLIC, 80) else address)

    with patch.object(loop, "sock_connect", routed):
        yield


@contextmanager
def _resolved(attempt: Attempt) -> Iterator[None]:
    """Let names in .test resolve as an attempt says, those of example.org nowhere, and others by the machine."""
    real, asked = socket.getaddrinfo, itertools.count()

    def resolve(host: Any, port: Any, *args: Any, **named: Any) -> Any:
        if str(host).endswith(".test"):
            hosts = attempt.names[min(next(asked), len(attempt.names) - 1)]
        elif "example.org" in str(host):
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        else:
            return real(host, port, *args, **named)
        families = [socket.AF_INET6 if ":" in each else socket.AF_INET for each in hosts]
        ends = [(each, port, 0, 0) if ":" in each else (each, port) for each in hosts]
        return [(family, socket.SOCK_STREAM, 6, "", end) for family, end in zip(families, ends, strict=True)]

    with patch("socket.getaddrinfo", resolve):
        yield
