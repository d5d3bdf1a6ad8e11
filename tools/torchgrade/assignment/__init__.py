"""Assignments: which exercises, worth what, by when, and what comes of them. Nothing here needs torch to be read."""
