"""What customers and products are worth, in fen."""
