"""What pages set between the paragraphs of an article: invitations, advertisements, bylines, notices."""

import re

from corpus.readers.markup import MarkupBlock

# A whole line is one of these, in the words that sites in English share.
_LINE = re.compile(
    r"advertis(?:ement|ing)|sponsored(?: content)?|(?:article|story) continues (?:below|after).*"
    r"|(?:read|more|read more|keep reading|continue reading)(?: on)?(?: this)?(?: story| next)?|(?:show|see|learn) more"
    r"|(?:related|recommended|most read|trending|popular)(?: (?:stories|articles|content|topics|links|posts))?:?"
    r"|share|save|print|e-?mail|comments?|subscribe|follow|listen|copy link|reply|like this"
    r"|share (?:this|on|via|to) .{0,40}|\d+ comments?|leave a (?:comment|reply)|back to top|table of contents"
    r"|(?:sign|log) (?:in|up)(?: .{0,60})?|subscribe (?:to|now|for) .{0,80}|(?:jump|skip) to \w+(?: content)?"
    r"|(?:published|updated|posted|last (?:updated|modified))(?: on| at)?:? .{0,60}\d.{0,20}"
    r"|\d+[ -]min(?:ute)?s? (?:read|listen).{0,10}|.{0,40}\ball rights reserved"
    r"|(?:copyright|©|\(c\)).{0,20}\b\d{4}\b.*",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:read (?:more|also|next)|related(?: (?:story|stories|article))?|see also|more|watch|listen|recommended)"
    r"\s*[:|»→-]\s*\S.*",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"\b(?:we|this (?:web)?site|our (?:site|partners)|by (?:using|continuing|clicking))\b.{0,80}\bcookies?\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\(?(?:(?:photo(?:graph)?s?|pictures?|image|illustration|video)\s+)?credits?\s*[:/|].{1,80}"
    r"|(?:photo(?:graph)?s?|illustration)s? (?:by|courtesy(?: of)?) .{1,80}",
    re.IGNORECASE,
)
_NAME = r"(?:[A-ZÀ-Ý][\w.’'-]*|and|&|of|for|the|de|van|von|der|al|in)"
_BYLINE = re.compile(
    rf"(?:(?:[Ww]ritten|[Rr]eported|Story|Words|Text) )?[Bb]y:? [A-ZÀ-Ý][\w.’'-]*(?:,? {_NAME}){{1,14}}"
)
_FORMS = (_LINE, _LED, _CREDIT, _BYLINE)
_LONGEST, _NOTICE = 160, 600  # characters of a line, of a notice
_LINKED = 0.9  # of a teaser
STOPS = (".", "?", "!", "…", "”", '"', "’", "'")


def is_furniture(block: MarkupBlock, authors: tuple[str, ...] = ()) -> bool:
    """Whether a block of a page is none of the article's; `authors` are those that the page names."""
    text = block.block.text
    line = " ".join(text.split()).strip(" .|•·–—»")
    if block.block.kind == "caption":
        return False
    if not any(map(str.isalnum, line)) or (block.linked > _LINKED * len(text) and not text.endswith(STOPS)):
        return True
    if len(line) > _LONGEST:
        return len(text) <= _NOTICE and _COOKIES.search(text) is not None
    return line in authors or any(form.fullmatch(line) for form in _FORMS) or _COOKIES.search(line) is not None
