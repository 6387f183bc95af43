"""Words and pieces that the terminal and Discord share."""
