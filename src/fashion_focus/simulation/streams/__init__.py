"""Whole made-up shows: a plan of what is exhibited when, its pictures, speech, comments and exact truth."""
