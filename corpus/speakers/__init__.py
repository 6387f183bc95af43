"""Who is meant by the words that say who speaks."""
