"""Courses in nbgrader: notebooks made for it, and our isolated grading in the place of its own execution.

nbgrader brings cell metadata, gradebook, form grader, exchange and export; learner code never runs in it. It is an
optional extra: nothing here imports it before it is needed, and nbgrader_config.py needs `configure` alone.
"""

from __future__ import annotations

from typing import Any


def configure(c: Any, file: str, graders: str, **options: Any) -> None:
    """What a course's nbgrader_config.py calls; see `settings.apply`."""
    from torchgrade.nbgrader.settings import apply

    apply(c, file, graders, **options)
