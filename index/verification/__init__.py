"""Whether a claimed quote is real."""
