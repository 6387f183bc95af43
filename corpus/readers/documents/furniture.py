"""What pages set between the paragraphs of an article: invitations, advertisements, bylines, notices."""

import re

from corpus.readers.documents.markup import MarkupBlock

_DAY = r"(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|today|yesterday)"
# A whole line is one of these, in the words that sites in English share, and is no sentence.
_LINE = re.compile(
    r"advertis(?:ement|ing)|sponsored(?: content)?|(?:article|story) continues (?:below|after).*"
    r"|(?:read|more|read more|keep reading|continue reading)(?: on)?(?: this)?(?: story| next)?|(?:show|see|learn) more"
    r"|(?:related|recommended|most read|trending|popular)(?: (?:stories|articles|content|topics|links|posts))?:?"
    r"|share|save|print|e-?mail|comments?|subscribe|follow|listen|copy link|reply|like this|(?:sign|log) (?:in|up)"
    r"|share (?:this|on|via)(?: .{0,40})?|\d+ comments?|leave a (?:comment|reply)|back to top|table of contents"
    r"|(?:sign up|subscribe) (?:for|to) .{0,80}|(?:jump|skip) to \w+(?: content)?"
    rf"|(?:published|updated|posted|last (?:updated|modified))(?: on| at)?:? {_DAY}.{{0,40}}"
    r"|\d+[ -]min(?:ute)?s? (?:read|listen).{0,10}",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\(?(?:(?:photo(?:graph)?s?|pictures?|image|illustration|video)\s+)?credits?\s*[:/|].{1,80}"
    r"|(?:photo(?:graph)?|illustration)s? (?:by|courtesy(?: of)?) .{1,80}",
    re.IGNORECASE,
)
_NAME = r"(?:[A-ZÀ-Ý][\w.’'-]*|and|&|of|for|the|de|van|von|der|al|in)"
_BYLINE = re.compile(
    rf"(?:(?:[Ww]ritten|[Rr]eported|Story|Words|Text) )?[Bb]y:? [A-ZÀ-Ý][\w.’'-]*(?:,? {_NAME}){{1,14}}"
)
_RIGHTS = re.compile(r".{0,40}\ball rights reserved\.?|(?:copyright|©|\(c\)).{0,20}\b\d{4}\b.*", re.IGNORECASE)
_LED = re.compile(r"(?:read|related|see also|more|watch|listen|recommended)\b[^:|»→]{0,20}[:|»→]\s*\S.*", re.IGNORECASE)
_COOKIES = re.compile(
    r"[^“”\"]*\b(?:we|our|this (?:web)?site|by (?:using|continuing|clicking))\b[^“”\"]{0,60}"
    r"\b(?:us(?:e|es|ing|e of)|stor(?:e|ing)|accept(?:ing)?(?: all)?|sets?)(?: of)? cookies\b.*",
    re.IGNORECASE,
)
_LONGEST, _NOTICE = 160, 600  # characters of a line, of a notice
_TEASER, _LED_SHARE = 0.9, 0.5  # of a block, as links
STOPS = (".", "?", "!", "…", "”", '"', "’", "'")


def is_furniture(block: MarkupBlock, authors: tuple[str, ...] = ()) -> bool:
    """Whether a block of a page is none of the article's; `authors` are those that the page names."""
    text = block.block.text
    line = " ".join(text.split()).strip(" |•·–—»")
    if block.block.kind == "caption":
        return False
    if not any(map(str.isalnum, line)) or line in authors or (len(line) <= _LONGEST and _RIGHTS.fullmatch(line)):
        return True
    if len(line) <= _NOTICE and _COOKIES.match(line):
        return True
    if len(line) > _LONGEST or line.endswith(STOPS):
        return False
    led = block.linked >= _LED_SHARE * len(text) and _LED.fullmatch(line)
    return bool(
        led or block.linked > _TEASER * len(text) or any(form.fullmatch(line) for form in (_LINE, _CREDIT, _BYLINE))
    )
