"""Everything that can be set, from the environment and from `.env`."""
