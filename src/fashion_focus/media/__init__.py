"""Video and sound in, with exact times: yields frames, sound and gaps; knows nothing of products."""
