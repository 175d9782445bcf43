"""Plain data and arithmetic that every room shares: no files, no network, no models."""
