"""Articles that pandoc writes in the forms of word processors and e-books, and the sentences that must come out."""

import subprocess
from functools import cache

import pypandoc

NEWS = """---
title: Council votes to close Ashby library
author: [Maria Delgado, Tom Okafor]
date: 2024-10-02
---

ASHBY — The town council voted by 14 to 11 on Wednesday to close the library, *despite* a petition.

“We have run out of road,” the leader of the council, [Helen Marsh](https://ashby.example/marsh), told the chamber.
“Nobody **wants** to.”

## A vote that split both parties

“It is a betrayal,” said Joan Pritchard, 71. “They told us in May that nothing was decided.

“They told us again in July. I kept the letter.”
"""
INTERVIEW = """# “I burned the first draft”

**You have said that you never reread your books. Why?**

Because I would change them. A book is like a photograph of a fever: you were hot, and now you are not.

**What did your editor say?**

Nothing for a week. Then she sent me a box of matches with a note: “For the next one.”
"""
TRANSCRIPT = """# The Morning Desk, March 4

**RACHEL KIM, HOST:** Good morning. The strike at Norland’s three ports is in its second week.

**DAVID LUND:** We’re not asking for the moon. We’re asking for a roof.

**KIM:** When will it end?

**LUND:** When they pick up the phone — and not before.
"""
REPORT = """# Findings

The damage is put at £3 million.[^1] Two things were *not* known at the time:

1. “The gauge had been broken since May,” according to the keeper, Ole Berg.
2. Nobody had read it.

| Who   | What was said                                        |
|-------|------------------------------------------------------|
| LUND: | “I was there the whole night, and I saw it go.”      |
| BERG: | “I have never seen the like of it, not even in war.” |

## The second night

The mayor spoke from the roof.[^2]

[^1]: “It may be four,” the treasurer said later.
[^2]: He had no megaphone.
"""
SPEECH = """# Speech at Vik

Frank Oddie wrote to the paper:

> We do not own the water. We borrow its good mood.
>
> We shall give it back.
>
> — Frank Oddie, mayor of Ashby

He read it again on Monday, “slowly, as one reads to a child.”
"""
ARTICLES = {"news": NEWS, "interview": INTERVIEW, "transcript": TRANSCRIPT, "report": REPORT, "speech": SPEECH}
PARAGRAPHS = {
    "news": (
        "ASHBY — The town council voted by 14 to 11 on Wednesday to close the library, despite a petition.",
        "“We have run out of road,” the leader of the council, Helen Marsh, told the chamber. “Nobody wants to.”",
        "“It is a betrayal,” said Joan Pritchard, 71. “They told us in May that nothing was decided.",
        "“They told us again in July. I kept the letter.”",
    ),
    "interview": (
        "You have said that you never reread your books. Why?",
        "Because I would change them. A book is like a photograph of a fever: you were hot, and now you are not.",
        "What did your editor say?",
        "Nothing for a week. Then she sent me a box of matches with a note: “For the next one.”",
    ),
    "transcript": (
        "RACHEL KIM, HOST: Good morning. The strike at Norland’s three ports is in its second week.",
        "DAVID LUND: We’re not asking for the moon. We’re asking for a roof.",
        "KIM: When will it end?",
        "LUND: When they pick up the phone — and not before.",
    ),
    "report": (
        "The damage is put at £3 million. Two things were not known at the time:",
        "“The gauge had been broken since May,” according to the keeper, Ole Berg.",
        "Nobody had read it.",
        "LUND: “I was there the whole night, and I saw it go.”",
        "BERG: “I have never seen the like of it, not even in war.”",
        "The mayor spoke from the roof.",
        "“It may be four,” the treasurer said later.",
        "He had no megaphone.",
    ),
    "speech": (
        "Frank Oddie wrote to the paper:",
        "We do not own the water. We borrow its good mood.",
        "We shall give it back.",
        "— Frank Oddie, mayor of Ashby",
        "He read it again on Monday, “slowly, as one reads to a child.”",
    ),
}
"""Those of each, in order; notes come where the form has them, and are last here."""


@cache
def written(text: str, form: str) -> bytes:
    """Markdown, written by pandoc in a form."""
    command = [pypandoc.get_pandoc_path(), "--from=markdown", f"--to={form}", "--standalone", "--output=-"]
    return subprocess.run(command, input=text.encode(), capture_output=True, timeout=60, check=True).stdout
