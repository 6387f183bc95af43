"""Articles on their way in: attached, pasted, fetched, or from a message."""
