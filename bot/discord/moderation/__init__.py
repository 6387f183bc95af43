"""The commands that moderators use."""
