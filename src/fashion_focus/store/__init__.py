"""Durable state: one database for streams, jobs, products and focuses, behind small repositories."""
