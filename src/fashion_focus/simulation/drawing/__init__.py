"""Drawn products: a seed goes in, articles with several views come out; no photograph and no folder is needed."""
