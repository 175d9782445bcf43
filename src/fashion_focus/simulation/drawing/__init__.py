"""Drawn products, hands and overlays: a seed goes in, articles and sprites come out; no folder is needed."""
