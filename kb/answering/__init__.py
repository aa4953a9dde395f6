"""From a question in its conversation to an answer that says only what its source says."""
