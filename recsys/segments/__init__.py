"""Whom we have: segments as tags, saved segments, and how people move through stages."""
