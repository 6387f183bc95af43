"""The faces: the terminal and Discord. Knows index and discord."""
