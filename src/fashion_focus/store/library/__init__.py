"""What the service keeps: catalogs, videos, jobs, focuses with their corrections, publications, changes, tokens."""
