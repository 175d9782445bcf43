"""Recognition of English speech with a small vocabulary: voice activity, pronunciations, language model, decoder."""
