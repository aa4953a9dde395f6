"""Language understanding: the components that Rasa loads, and the pure code under them."""
