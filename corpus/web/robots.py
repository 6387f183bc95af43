"""What a site's robots.txt allows (RFC 9309)."""

import asyncio

from protego import Protego
from yarl import URL

from corpus.web.visit import AGENT, Visit, read_at_most

MAX_BYTES = 500 * 1024  # RFC 9309: a crawler reads at least so much
# Protego keeps every rule once for each agent of its group: without this, 500 KiB could become gigabytes.
_MOST_RULES = 1_000_000


class Robots:
    """The rules of the sites on the way of one visit, each read once."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._rules: dict[URL, Protego] = {}

    async def check(self, url: URL) -> None:
        """Raise FetchError where the site does not want the address to be read, or does not say."""
        site = url.origin()
        if site not in self._rules:
            self._rules[site] = await asyncio.to_thread(self._parsed, site, await self._text(site))
        if not await asyncio.to_thread(self._rules[site].can_fetch, str(url), AGENT):
            raise self._visit.refusal(f"{site.host} does not want programs to read it (robots.txt)")

    async def _text(self, site: URL) -> str:
        async with self._visit.opened(site / "robots.txt") as response:
            if response.status >= 500:
                raise self._visit.refusal(
                    f"whether {site.host} wants programs to read it cannot be told, since its robots.txt "
                    f"cannot be had now; try again later (status {response.status})"
                )
            if response.status != 200:
                return ""  # where there are no rules, all may be read
            data = await read_at_most(response, MAX_BYTES)
        return data[:MAX_BYTES].decode("utf-8", errors="replace")

    def _parsed(self, site: URL, text: str) -> Protego:
        lines = text.splitlines()
        agents = sum("agent" in line.lower() for line in lines)
        if agents * len(lines) > _MOST_RULES:
            raise self._visit.refusal(f"the robots.txt of {site.host} is too long to be read")
        return Protego.parse(text)
