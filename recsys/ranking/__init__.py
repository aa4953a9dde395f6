"""Ranking: which of the offers that are allowed is worth making, and what is learned from making it."""
