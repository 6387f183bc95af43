"""From an address to the bytes that stand there."""

import asyncio

from aiohttp import ClientError, ClientResponse

from corpus.web.addresses import PUBLIC, Reach
from corpus.web.kinds import file_name, offered_name
from corpus.web.page import Page
from corpus.web.reasons import reason_of_error, reason_of_status
from corpus.web.robots import Robots
from corpus.web.visit import Visit, read_at_most, visit

MAX_BYTES = 10_000_000
SECONDS = 30.0
_SHOWN = 100  # characters of a kind
_PACKED = ("", "identity", "gzip", "deflate", "br", "zstd")  # what aiohttp unpacks, or says that it cannot


async def fetch(url: str, reach: Reach = PUBLIC, seconds: float = SECONDS) -> Page:
    """What stands at an address that everybody can open, and that programs may read, within so many seconds.

    Raises FetchError.
    """
    async with visit(url, reach) as visiting:
        try:
            async with asyncio.timeout(seconds):
                return await _fetched(visiting)
        except TimeoutError as error:
            raise visiting.refusal(f"the site took longer than {seconds:g} seconds") from error
        except (ClientError, OSError, UnicodeError) as error:
            raise visiting.refusal(reason_of_error(error)) from error


async def _fetched(visiting: Visit) -> Page:
    robots = Robots(visiting)
    async with visiting.opened(visiting.parsed(visiting.given), robots.check) as response:
        name = _checked_name(visiting, response)
        data = await read_at_most(response, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise visiting.refusal(f"is too large: {MAX_BYTES:,} bytes are the most")
    if not data.strip():
        raise visiting.refusal("is empty: there is no text in it")
    return Page(str(response.url), name, response.content_type, response.charset, data)


def _checked_name(visiting: Visit, response: ClientResponse) -> str:
    """What the file is called, once the head of an answer shows that it can be an article."""
    if response.status != 200:
        raise visiting.refusal(reason_of_status(response.status))
    if response.headers.get("Content-Encoding", "").strip().lower() not in _PACKED:
        raise visiting.refusal("is packed in a way that is not read")
    media_type = response.content_type
    name = file_name(response.url, media_type, offered_name(response.headers.get("Content-Disposition", "")))
    if name is None:
        is_named = "Content-Type" in response.headers
        kind = f"of the kind {media_type[:_SHOWN]}" if is_named else "of a kind that the site does not name"
        raise visiting.refusal(f"is {kind}, which is not read as an article")
    return name
