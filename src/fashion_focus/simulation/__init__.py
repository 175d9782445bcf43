"""Made-up live-selling streams with exact truth: products, stage, host, speech, comments."""
