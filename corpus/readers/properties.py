"""The properties of a document: title and authors, where people wrote them and not a program."""

import re

from corpus.readers.front_matter import FrontMatter, readable_front_matter

TRACKED = "it has tracked changes, and is read as if all of them were accepted"
"""The doubt about a document that has some."""
# What programs and machines write where nobody says a title or a name.
_NO_TITLE = re.compile(
    r"(?:untitled|unbenannt|sans titre|(?:new )?document|dokument|presentation|slide|title|normal)[\s\d_.-]*"
    r"|microsoft \w+ - .*|.*\.(?:docx?|odt|rtf|pdf|txt|html?|indd|qxd|pages|tmp|tex|dvi|ps)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:the )?(?:users?|admin(?:istrator)?|owner|author|unknown|anonymous|default|guest|root|pc|hp|dell|lenovo|test"
    r"|(?:microsoft )?office user|microsoft(?: office)?|windows user|(?:python|java|node)-?\w*|libreoffice|calibre.*)"
    r"[\s\d]*",
    re.IGNORECASE,
)


def front_of_properties(heading: str, title: str | None, *authors: str | None) -> tuple[FrontMatter, tuple[str, ...]]:
    """What the properties say of a document, and a sentence for each that cannot be read.

    Where no title stands there, its heading is the title; the first property with somebody's name has the authors. No
    date is taken: those of the properties are the file's.
    """
    names = next(filter(None, map(said_authors, authors)), [])
    return readable_front_matter({"title": said_title(title) or heading, "authors": names})


def said_title(title: str | None) -> str:
    """A title of a document's properties; empty where a program made it up."""
    line = " ".join((title or "").split())
    return "" if _NO_TITLE.fullmatch(line) else line


def said_authors(names: str | None) -> list[str]:
    """The authors in a document's properties, parted by semicolons; without those that a program made up."""
    lines = (" ".join(name.split()) for name in (names or "").split(";"))
    return [line for line in lines if line and not _NO_NAME.fullmatch(line)]
