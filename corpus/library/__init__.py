"""Articles, their revisions and what servers have settled, kept in a database."""
