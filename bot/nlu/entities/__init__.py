"""Entities with normalised values, found by pure functions; nothing here imports Rasa."""
