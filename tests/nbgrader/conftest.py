from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from torchgrade.nbgrader.command import load
from torchgrade.nbgrader.new import new_course, source_notebooks

GRADERS = Path(__file__).parents[2] / "graders"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip with a word what needs nbgrader; in continuous integration it is there, or it is missed."""
    if importlib.util.find_spec("nbgrader") is not None or (os.environ.get("CI") and sys.version_info >= (3, 11)):
        return
    for item in items:
        if item.get_closest_marker("nbgrader"):
            item.add_marker(pytest.mark.skip(reason="nbgrader is not installed: pip install -e '.[nbgrader]'"))


class Course:
    """A course folder, driven as nbgrader's own commands and form grader drive it."""

    def __init__(self, root: Path) -> None:
        from nbgrader.apps import NbGraderAPI

        self.root = root
        self.config, self.ours = load(root)
        self.api = NbGraderAPI(config=self.config)

    def step(self, name: str, *arguments: Any, **options: Any) -> None:
        """One of nbgrader's steps, which never raise: they say what went wrong."""
        done = getattr(self.api, name)(*arguments, **options)
        assert done["success"], f"{name}: {done.get('log')}{done.get('error')}"

    def exchange(self, part: str, student: str, folder: Path) -> None:
        """Fetch or submit, as a student who stands in `folder`."""
        from nbgrader.auth import Authenticator
        from nbgrader.coursedir import CourseDirectory
        from nbgrader.exchange import default

        config = self.config.copy()
        config.CourseDirectory.student_id = student
        config.CourseDirectory.assignment_id = "ps1"
        config.Exchange.assignment_dir = str(folder)
        config.Exchange.cache = str(folder / ".cache")
        made = getattr(default, part)(
            coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config), config=config
        )
        made.start()

    def scores(self, student: str) -> dict[str, dict[str, float | None]]:
        """What form grader shows: points by notebook and cell."""
        with self.api.gradebook as book:
            submission = book.find_submission("ps1", student)
            return {
                notebook.name: {grade.name: grade.score for grade in notebook.grades}
                for notebook in submission.notebooks
            }

    def comment(self, notebook: str, student: str) -> str:
        """The comment on an answer."""
        with self.api.gradebook as book:
            return str(book.find_comment("answer", notebook, "ps1", student).comment)

    def feedback(self, notebook: str, student: str) -> str:
        """The page that a student gets."""
        return (self.root / "feedback" / student / "ps1" / f"{notebook}.html").read_text(encoding="utf-8")

    def nbgrader(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """nbgrader's own command, in the course folder, without an active venv."""
        path = os.pathsep.join(p for p in os.environ["PATH"].split(os.pathsep) if p != os.path.dirname(sys.executable))
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "nbgrader", *arguments],
            cwd=self.root,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )

    @staticmethod
    def write_answers(folder: Path, answers: dict[str, str]) -> None:
        """Write answers into notebooks as they were released."""
        for name, source in answers.items():
            path = folder / f"{name}.ipynb"
            notebook = json.loads(path.read_text(encoding="utf-8"))
            (cell,) = [cell for cell in notebook["cells"] if cell["metadata"]["nbgrader"]["grade_id"] == "answer"]
            cell["source"] = source
            path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture
def released(tmp_path):
    """`released(exercises, hidden)` is a course whose assignment ps1 students can fetch."""

    def made(exercises: list[str], hidden: str = "") -> Course:
        root = tmp_path / "course"
        new_course(root, exercises, "ps1", GRADERS)
        file = root / "ps1.toml"
        file.write_text(
            file.read_text().replace("hidden = []", f"hidden = [{hidden!r}]") if hidden else file.read_text()
        )
        source_notebooks(root, "ps1", GRADERS)
        course = Course(root)
        course.step("generate_assignment", "ps1", force=True, create=True)
        course.step("release_assignment", "ps1")
        return course

    return made
