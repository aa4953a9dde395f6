"""Two records become one, and apart again: what is moved, what steps aside, what follows."""
