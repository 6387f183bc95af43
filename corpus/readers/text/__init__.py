"""Plain text: its encoding, its paragraphs, its labels."""
