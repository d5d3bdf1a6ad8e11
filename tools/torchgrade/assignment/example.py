"""The assignment file that `torchgrade assignment new` writes: every key, and what it is for."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from torchgrade.course import Entry

_TEXT = """\
# An assignment of torchgrade. This file is the instructor's: it holds the secret seed. Students get what
# `torchgrade release {file}` makes of it. `torchgrade assignment check {file}` says what is wrong with it.

name = "{name}"
title = "{name}"        # what students read above it
language = "en"        # what students are spoken to in: "en" or "zh"

# What the inputs of official grading are drawn from. Never publish it before the deadline: who knows it knows them.
seed = {seed}
variants = false       # true: every student is graded on inputs of their own, drawn from their id and the seed
speed = false          # true: where an exercise has a check of its speed beside torch's own, that counts too

# What `torchgrade collect` takes from a submission; "*.py" is every Python file, in whatever folder.
files = ["*.py"]

# Checks that students do not see: neither in what is released nor, but for their number, in reports.
# As in hidden = ["softmax::test_gradient"]; the names are those of the tests in graders/.
hidden = []

# What all exercises are worth together: a guard against slips, to be changed with the weights below.
points = {points}

[dates]                # always with the zone: +02:00, or Z for UTC
opens = {opens}
due = {due}

[attempts]
most = 0               # how many hand-ins count; 0: any number. Later ones are left out and said so
counts = "latest"      # "latest" before the deadline, or "best" of all that count

[late]
days = 3               # so many days after the due date a submission still counts; 0: none
free = 0               # of these so many cost nothing
percent = 10           # percent of the score that every further day begun costs

[exercises]            # what each is worth; a unit's exercises one by one
{exercises}

[similar]              # tells you of answers that are so many percent alike: a hint to look, and no score depends on it
# {similar} = 90
"""


def example(name: str, entries: Sequence[Entry]) -> str:
    """The text of a new assignment, which opens today and is due in two weeks."""
    today = datetime.now(timezone.utc).replace(hour=8, minute=0, second=0, microsecond=0)
    due = (today + timedelta(days=14)).replace(hour=22, minute=0)
    width = max(len(entry.id) for entry in entries) + 2
    return _TEXT.format(
        file=f"{name}.toml",
        name=name,
        seed=secrets.randbits(48),
        points=10 * len(entries),
        opens=today.isoformat().replace("+00:00", "Z"),
        due=due.isoformat().replace("+00:00", "Z"),
        similar=entries[-1].name,
        exercises="\n".join(f"{quoted:<{width}} = 10" for quoted in (f'"{entry.id}"' for entry in entries)),
    )
