"""Collaborative filtering: what people of the same taste took, from a table of user, item, rating, time."""
