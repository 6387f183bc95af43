"""Articles, and what was said in them. Knows the standard library and file readers."""
