"""Whether a complaint goes further, from what the customer writes and what happened before."""
