"""A module for each revision, in their order."""
