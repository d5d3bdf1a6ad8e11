"""Grading a folder of submissions: graders recorded once, contestants side by side, results on disk."""
