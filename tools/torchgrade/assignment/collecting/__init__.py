"""Collecting submissions: where they come from, which of them count, and who is missing."""
