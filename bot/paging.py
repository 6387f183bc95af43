"""What is too long for one message, page by page."""

from collections.abc import Callable, Sequence

from bot.reply import Button, Reply, joined


def paged(heading: str, pages: Sequence[str], page: int, custom_id: Callable[[int], str]) -> Reply:
    """A page, the nearest there is, under a heading that tells its number; ◀ and ▶ lead to the pages beside it.

    `custom_id` is that of a button that leads to a page.
    """
    if len(pages) == 1:
        return Reply((joined([heading, *pages]),))
    shown = max(1, min(page, len(pages)))
    before = Button("◀", custom_id(shown - 1), disabled=shown == 1)
    after = Button("▶", custom_id(shown + 1), disabled=shown == len(pages))
    number = f" · page {shown:,} of {len(pages):,}"
    return Reply((joined([heading + number, pages[shown - 1]]),), (before, after))
