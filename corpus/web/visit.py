"""The requests that one address takes: its redirects followed by hand, with nothing kept from one visit to the next."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientResponse, ClientSession, DummyCookieJar, TCPConnector
from yarl import URL

from corpus.web.addresses import Reach
from corpus.web.page import FetchError

AGENT = "Pullquote"
MAX_REDIRECTS = 3
MAX_URL = 2_000  # characters

_HEADERS = {
    "User-Agent": f"{AGENT} (a bot that quotes articles for a community)",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "en,*;q=0.5",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to the address that somebody gave."""

    given: str
    reach: Reach
    session: ClientSession

    def refusal(self, reason: str) -> FetchError:
        """The error that says why the address cannot be read."""
        return FetchError(self.given, reason)

    def parsed(self, address: str, base: URL | None = None) -> URL:
        """An address that may be asked for, which may be told from a base. Raises FetchError."""
        if len(address) > MAX_URL:
            raise self.refusal(f"the address has more than {MAX_URL:,} characters")
        try:
            joined = URL(address) if base is None else base.join(URL(address))
            url = URL(str(joined.with_fragment(None)))  # as it is asked for: what is odd is odd only now
            host, port = url.host, url.port
        except ValueError as error:
            raise self.refusal("is no address that can be opened") from error
        if url.scheme not in ("http", "https") or not host:
            raise self.refusal("only addresses that begin with http:// or https:// are read")
        if url.user is not None or url.password is not None:
            raise self.refusal("has a name or a password in it; only pages that everybody can open are read")
        if not self.reach.has_port(port):
            raise self.refusal(f"is at port {port}; only the ports of the web, 80 and 443, are read")
        return url

    @asynccontextmanager
    async def opened(
        self, url: URL, check: Callable[[URL], Awaitable[None]] | None = None
    ) -> AsyncIterator[ClientResponse]:
        """The answer at the end of the redirects; each address on the way is checked before it is asked for."""
        for _ in range(MAX_REDIRECTS + 1):
            if check:
                await check(url)
            async with self.session.get(url, allow_redirects=False) as response:
                target = response.headers.get("Location") if response.status in (301, 302, 303, 307, 308) else None
                if target is None:
                    yield response
                    return
            url = self.parsed(target, url)
        raise self.refusal(f"leads on more than {MAX_REDIRECTS} times")


@asynccontextmanager
async def visit(given: str, reach: Reach) -> AsyncIterator[Visit]:
    """A visit without cookies and without a proxy, whose every socket the reach makes."""
    connector = TCPConnector(socket_factory=reach.open_socket)
    async with ClientSession(connector=connector, cookie_jar=DummyCookieJar(), headers=_HEADERS) as session:
        yield Visit(given, reach, session)


async def read_at_most(response: ClientResponse, size: int) -> bytes:
    """The bytes of an answer, unpacked; one more than `size` where there are more."""
    data = bytearray()
    async for chunk in response.content.iter_any():
        data += chunk
        if len(data) > size:
            break
    return bytes(data[: size + 1])
