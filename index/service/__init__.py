"""What the terminal and Discord call."""
