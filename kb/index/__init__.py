"""The index: documents, vectors and words on disk in versions, and how they are searched."""
