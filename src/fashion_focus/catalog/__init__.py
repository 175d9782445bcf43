"""Product lists in: reads a seller's list and pictures, checks them, and knows nothing of videos."""
