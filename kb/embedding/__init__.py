"""Texts as vectors, and the memory of vectors already computed."""
