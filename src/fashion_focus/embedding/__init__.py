"""Crops and words to vectors of one width; knows nothing of shelves or time."""
