"""Protocols and metrics: predictions against truth; knows nothing of how predictions are made."""
