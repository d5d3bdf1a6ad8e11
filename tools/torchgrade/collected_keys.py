"""The names under which grader reports carry their data in pytest's `user_properties`."""

from __future__ import annotations

CASE = "torchgrade"
EXERCISE = "torchgrade_exercise"
NAMED = "torchgrade_named"
RELATED = "torchgrade_related"
LAYERS = "torchgrade_layers"
OURS = frozenset({CASE, EXERCISE, NAMED, RELATED, LAYERS})
