"""What stands between the paragraphs of a page and is none of them, and what only looks so."""

import pytest

from corpus.readers.documents.furniture import is_furniture
from corpus.readers.documents.markup import MarkupBlock
from corpus.readers.extraction import Block

FURNITURE = """\
Advertisement
Article continues below
Read more
Related stories
Related articles:
Share this article
Share on Facebook
Sign in
Sign up for our daily newsletter
Subscribe to The Courier for $1 a week
12 comments
Leave a reply
Skip to content
Updated: 3 October 2024, 17:30
Published on Wednesday 2 October
5 min read
By Maria Delgado
By Maria Delgado and Tom Okafor, Political Correspondents
Photo credit: Ann Reyes
Photographs by Ann Reyes for The Courier
© 2024 Ashby Courier Ltd. All rights reserved.
We and our partners use cookies to give you the best experience on our website.
By continuing to use this site, you agree to our use of cookies.
Maria Delgado, Vik
* * *"""
WORDS = """\
“We baked cookies,” she said.
“Does your site use cookies?” she asked. “We use cookies for everything,” he said.
Google will stop using cookies next year, the company said.
Listen.
Listen: I never said that.
Share this with nobody, he wrote.
Sign up for the army, he told them.
Updated figures show 12 dead.
Posted 12 letters that day.
Published in May, the report found nothing.
By Monday, all was lost.
By noon the bridge had gone
Photos by satellite showed that the missile had been moved.
More than 200 people came
Related: he did not know them.
Copyright was never the question."""


def block(text: str, linked: int = 0) -> MarkupBlock:
    return MarkupBlock(Block(text), linked)


@pytest.mark.parametrize("text", FURNITURE.splitlines())
def test_what_sites_set_between_paragraphs_is_none(text: str) -> None:
    """Invitations, dates, bylines, credits and notices."""
    assert is_furniture(block(text), ("Maria Delgado, Vik",))


@pytest.mark.parametrize("text", WORDS.splitlines())
def test_what_an_article_says_is_kept(text: str) -> None:
    """Also where it begins as an invitation does."""
    assert not is_furniture(block(text))


def test_a_link_to_another_story_is_known_by_its_links() -> None:
    """A sentence that is a link as a whole is one still."""
    assert is_furniture(block("Watch: the ferry leaves Vik", 20))
    assert is_furniture(block("Library petition reaches 9,000 names", 36))
    assert not is_furniture(block("“We have run out of road,” said Marsh.", 38))
    assert not is_furniture(MarkupBlock(Block("By Ann Reyes", "caption")))
