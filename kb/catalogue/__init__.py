"""What we sell and know, as validated data."""
