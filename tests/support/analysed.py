"""An article is analysed when this is imported: whoever forks from here has the parser and the trained files loaded."""

from corpus.quotes.passages import analyse
from corpus.readers.files import parse_article

analyse(parse_article("ferry.txt", "“The ferry sails today,” said Ann Jones.".encode()))
