"""The names under which grader reports carry their data in pytest's `user_properties`."""

from __future__ import annotations

CASE = "torchgrade"
EXERCISE = "torchgrade_exercise"
NAMED = "torchgrade_named"
OURS = frozenset({CASE, EXERCISE, NAMED})
