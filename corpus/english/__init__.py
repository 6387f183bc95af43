"""What is English: word lists, noun phrases and quotation marks."""
