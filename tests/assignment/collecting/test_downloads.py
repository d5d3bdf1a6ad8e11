"""What Moodle, Canvas and Gradescope give an instructor to download."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest

from torchgrade.errors import BadInput

HOUR = timedelta(hours=1)
YAML = """\
---
submission_91:
  :submitters:
  - :name: Ada Lovelace
    :sid: '17'
    :email: ada@school.edu
  :created_at: 2026-09-15 11:00:00.000000000 Z
  :score: 0.0
submission_92:
  :submitters:
  - :name: Bob
    :sid: '18'
    :email: bob@school.edu
  :created_at: 2026-09-16 13:00:00.000000000 Z
"""


def test_a_download_of_moodle_has_a_folder_or_a_file_for_each(desk) -> None:
    path = desk.zip(
        "class.zip",
        {
            "Ada Lovelace_17_assignsubmission_file_/exercises/softmax.py": desk.code,
            "Bob_18_assignsubmission_file_softmax.py": desk.code,
        },
        inside=desk.due + HOUR,
    )
    found = desk.collect(path)
    assert desk.files() == {"17/exercises/softmax.py", "18/softmax.py"}
    assert found["17"][0].late_days == 1


def test_a_download_of_canvas_has_names_with_numbers_and_zips_in_it(desk) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("exercises/softmax.py", desk.code)
    path = desk.source / "submissions.zip"
    with zipfile.ZipFile(path, "w") as archive:
        moment = (desk.due - HOUR).timetuple()[:6]
        archive.writestr(zipfile.ZipInfo("lovelaceada_17_9001_softmax-2.py", moment), desk.code)
        archive.writestr(zipfile.ZipInfo("builderbob_LATE_18_9002_ps1.zip", moment), inner.getvalue())
    found = desk.collect(path)
    assert desk.files() == {"17/softmax.py", "18/exercises/softmax.py"}
    assert (found["17"][0].late_days, found["18"][0].late_days) == (0, 1)


def test_a_download_of_gradescope_says_who_and_when_in_its_metadata(desk) -> None:
    top = "assignment_5_export/"
    members = {f"{top}submission_{number}/softmax.py": desk.code for number in (91, 92)}
    path = desk.zip("export.zip", {**members, f"{top}submission_metadata.yml": YAML})
    found = desk.collect(path)
    assert desk.files() == {"17/softmax.py", "18/softmax.py"}
    assert (found["17"][0].late_days, found["18"][0].late_days) == (0, 2)
    assert found["17"][0].submitted == desk.due - HOUR


def test_a_zip_of_something_else_is_refused_in_a_sentence(desk) -> None:
    with pytest.raises(BadInput, match="neither those of Moodle"):
        desk.collect(desk.zip("one.zip", {"softmax.py": desk.code}))
