"""Vectors to scored products: indexes, calibration; knows nothing of time."""
