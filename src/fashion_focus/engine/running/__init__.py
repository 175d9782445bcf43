"""One stream at work: its session fed from its source, everything that it says saved with its checkpoint."""
