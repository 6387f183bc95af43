"""From an address on the web to the bytes of a page, without reaching anything that is not public."""
