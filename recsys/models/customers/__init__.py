"""Models of our own customers: what is known of each as of a day, and what happened afterwards."""
