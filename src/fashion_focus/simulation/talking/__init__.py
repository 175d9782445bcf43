"""What is said and typed in a show, and how it sounds."""
