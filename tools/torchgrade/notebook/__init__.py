"""Exercises as notebooks: written for a learner to open, and graded where the functions live."""
