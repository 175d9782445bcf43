"""Text without sound: tokens and terms, numbers, units with times, and the words that everybody uses."""
