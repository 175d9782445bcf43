"""Scores over time to focuses; knows nothing of pixels, sound or vectors."""
