"""Sound and text to words, and words to products; knows nothing of pictures."""
