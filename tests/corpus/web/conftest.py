"""A site for the tests of this room."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.support.web_site import WebSite, web_site


@pytest_asyncio.fixture
async def site() -> AsyncIterator[WebSite]:
    """A site on the loopback address."""
    async with web_site() as running:
        yield running
