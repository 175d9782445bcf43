"""Model files: what ships, its hashes, and the runtimes that execute them; knows no stage."""
