"""Assignments: which exercises, worth what, by when, and what comes of them."""
