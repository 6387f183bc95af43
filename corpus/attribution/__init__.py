"""Which words of an article say who speaks a quote, and whether anybody does."""
