"""Texts, spans, sentences, and how similar two texts are."""
