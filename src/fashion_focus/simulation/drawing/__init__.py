"""Drawn products and who wears them: a seed goes in, articles and sprites come out; no folder is needed."""
