"""Catalogue files: what each brand sells, answers and says, as validated data."""
