"""Articles on their way into a collection."""
