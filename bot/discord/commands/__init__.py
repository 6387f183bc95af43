"""The commands that members use."""
