"""How well a community's own questions are answered."""
