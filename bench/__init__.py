"""One file a question; each prints its command and its figures."""
