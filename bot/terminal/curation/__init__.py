"""Articles on their way in, and what is changed about them."""
