"""From a value to a message, and the conversation that it is sent in."""
