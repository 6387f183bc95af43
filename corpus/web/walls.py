"""Whether what stands before an article is there instead of it."""

import re

from corpus.web.page import Page

# A teaser or a notice is shorter; where more is there, the article is, whatever else the page says.
_SHORT = 200  # words
_NOTICE = 60  # words, of a page that is no article
_SCRAP = 20  # words: no article has fewer
_LOOKED_AT = 1_000_000  # bytes of a page: a second at most
_PART, _LONGEST = 50_000, 200  # characters of a part; of a sign

_LOCKED = re.compile(
    r"isAccessibleForFree[\"']?[ \t]{0,9}[:=]?[ \t\r\n]{0,9}(?:content=)?[\"']?(?:https?://schema\.org/)?false"
    r"|article:content_tier[\"'] content=[\"']locked",
    re.IGNORECASE,
)
_SOLD = re.compile(
    r"to (?:continue|keep) reading|unlock (?:this|the full) (?:article|story)"
    r"|(?:subscribe|sign up|register|log in|sign in)[^.!?<>]{0,40} to (?:unlock|read (?:the|this))"
    r"|(?:only|exclusively|exclusive) (?:available )?(?:for|to) (?:our )?subscribers|for subscribers only"
    r"|subscriber[s’']{0,2}[- ](?:only|exclusive)|réservée? (?:à nos|aux) abonnés|nur für abonnenten"
    r"|solo para suscriptores",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:accept|reject|allow|agree to) (?:all|and (?:continue|close))\b|\bi (?:accept|agree)\b"
    r"|\bmanage (?:options|preferences|settings|choices|cookies)\b"
    r"|\b(?:cookie|privacy|consent) (?:settings|preferences)\b",
    re.IGNORECASE,
)
_COOKIES = re.compile(r"\bcookies?\b|\byour (?:privacy|consent|personal data)\b", re.IGNORECASE)
_OURS, _YOURS = re.compile(r"\b(?:we|our)\b", re.IGNORECASE), re.compile(r"\byou(?:r)?\b", re.IGNORECASE)
_PERSON = re.compile(
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|checking (?:if|your browser)|captcha"
    r"|unusual (?:traffic|activity)|just a moment",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"(?:enable|requires?|turn on|activate|without|needs?) java ?script", re.IGNORECASE)
_PASSWORD = re.compile(r"type=[\"']?password", re.IGNORECASE)
_TAG = re.compile(r"<(?:script|style)[^<]*|<[^<>]*>?", re.IGNORECASE)  # a script with what it holds


def wall_of(page: Page, text: str) -> str | None:
    """What stands at a page in place of its article, where its main text is that; None where the article is there.

    Only general signs are looked for: what schema.org and the pages themselves say.
    """
    words = len(text.split())
    if words >= _SHORT or not page.name.endswith(".html"):
        return None
    html = page.data[:_LOOKED_AT].decode("utf-8", errors="replace")  # the signs are ASCII
    everything = _TAG.sub(" ", html)
    if _has(_LOCKED, html) or _has(_SOLD, everything):
        return "is behind a paywall: only its beginning can be read"
    # Banners and forms stand around articles too: beside a main text only what that says counts.
    shown = text if words >= _SCRAP else everything
    is_request = words < _NOTICE and _has(_COOKIES, text) and _has(_OURS, text) and _has(_YOURS, text)
    asked = everything if is_request else shown  # its buttons are no main text
    if len(shown.split()) < _SHORT and _has(_CONSENT, asked) and _has(_COOKIES, shown):
        return "shows a request for consent in place of the article"
    if words < _NOTICE and _has(_PERSON, shown):
        return "wants to know whether a person reads it, and Pullquote is none"
    if words < _SCRAP and _has(_PASSWORD, html):
        return "needs a log-in"
    is_scripted = "<script" in html.lower() and len(everything.split()) < _SCRAP
    if (words < _NOTICE and _has(_SCRIPT, shown)) or is_scripted:
        return "is empty without JavaScript, which is not run"
    return None


def _has(sign: re.Pattern[str], text: str) -> bool:
    """Whether a sign stands in a text; looked for in a part after another, since nothing else runs meanwhile."""
    return any(sign.search(text, start, start + _PART + _LONGEST) for start in range(0, len(text), _PART))
