"""What we sell and know: catalogue, answers and scripts, and the index that finds them."""
