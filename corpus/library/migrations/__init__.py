"""How the library's file came to be as it is: its revisions, for Alembic."""
