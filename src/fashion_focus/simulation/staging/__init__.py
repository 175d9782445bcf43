"""A planned show as it moves: host, products, camera work and overlays for every moment."""
