"""Who is quoted across articles, and what they say."""
