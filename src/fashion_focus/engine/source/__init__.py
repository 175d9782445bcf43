"""One stream's source kept open: its decode worker watched, what it sends put on one clock and into one queue."""
