"""One stream at work: its decode worker watched, its pieces queued, its session fed, everything saved."""
