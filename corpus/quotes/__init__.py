"""What is said in an article, and what of it may be shown."""
