"""A site on the loopback address, for what is fetched from the web."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from ssl import SSLContext
from threading import Event, Thread

from aiohttp import web

from corpus.web.addresses import Reach

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Page:
    """What a site answers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    """How long it takes."""


@dataclass(slots=True)
class WebSite:
    """Pages by their paths; there is no robots.txt before one is put."""

    port: int = 0
    scheme: str = "http"
    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    """The path and the headers of each request that came."""

    @property
    def reach(self) -> Reach:
        """What a visitor of this site may reach besides the public web."""
        return Reach(frozenset({(HOST, self.port)}))

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.requests]

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"{self.scheme}://{HOST}:{self.port}{path}"

    def put(
        self, path: str, text: str | bytes, kind: str = "text/html; charset=utf-8", seconds: float = 0.0, **headers: str
    ) -> str:
        """Put a page, and return its address; the underscores of a header's name stand for hyphens."""
        body = text.encode() if isinstance(text, str) else text
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Page(body, headers={"Content-Type": kind, **named}, seconds=seconds)
        return self.url(path)

    def put_packed(self, path: str, text: bytes) -> str:
        """Put a page that is sent in gzip."""
        return self.put(path, gzip.compress(text), Content_Encoding="gzip")

    def put_status(self, path: str, status: int) -> str:
        """Put an answer that is no page."""
        self.pages[path] = Page(b"Sorry.", status)
        return self.url(path)

    def put_redirect(self, path: str, target: str, status: int = 302) -> str:
        """Put an answer that leads on, and set a cookie by it."""
        self.pages[path] = Page(status=status, headers={"Location": target, "Set-Cookie": "visited=1; Path=/"})
        return self.url(path)

    async def answer(self, request: web.Request) -> web.Response:
        """What stands at the path of a request."""
        self.requests.append((request.path_qs, request.headers))
        page = self.pages.get(request.path_qs, Page(b"Not found.", 404))
        await asyncio.sleep(page.seconds)
        return web.Response(body=page.body, status=page.status, headers=page.headers)


@asynccontextmanager
async def web_site(ssl: SSLContext | None = None) -> AsyncIterator[WebSite]:
    """A site that runs meanwhile, on a port of its own."""
    site = WebSite(scheme="https" if ssl else "http")
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", site.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0, ssl_context=ssl).start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


@contextmanager
def web_site_beside() -> Iterator[WebSite]:
    """A site that runs meanwhile in a thread of its own, for what waits in this one."""
    running, ending = Event(), Event()
    sites: list[WebSite] = []

    async def serve() -> None:
        async with web_site() as site:
            sites.append(site)
            running.set()
            await asyncio.to_thread(ending.wait)

    thread = Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert running.wait(10)
        yield sites[0]
    finally:
        ending.set()
        thread.join()
