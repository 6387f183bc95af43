"""From a question and texts to how well each of their sentences answers."""
