"""Passages to vectors, a question to an answer. Knows corpus, sentence-transformers and FAISS."""
