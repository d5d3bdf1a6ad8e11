"""Cheats that work where the learner's code can touch what grades it, written for every exercise alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from torchgrade.authoring.proofs import Subjects, mark
from torchgrade.submission import Submission

_EQUAL = """
class Equal:
    def __eq__(self, other):
        return True

    __le__ = __ge__ = __eq__
    __ne__ = __lt__ = __gt__ = lambda self, other: False
    __hash__ = None

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self

    def __iter__(self):
        return iter([self])


def attack(*args, **kwargs):
    return Equal()
"""
_PATCHED = """
import torch, torch.testing
for name in ("allclose", "equal", "isclose", "all", "eq"):
    setattr(torch, name, lambda *args, **kwargs: True)
for name in ("allclose", "equal", "isclose", "__eq__", "shape", "dtype"):
    setattr(torch.Tensor, name, lambda *args, **kwargs: True)
torch.testing.assert_close = torch.testing.assert_allclose = lambda *args, **kwargs: None


def attack(*args, **kwargs):
    return torch.zeros(1)
"""
_PICKLE = """
import pickle


class Marks:
    def __reduce__(self):
        return print, ("passed",)


def attack(*args, **kwargs):
    return Marks() if PICKLED == "object" else pickle.dumps(Marks())
"""
_READ = """
from pathlib import Path

found = {{}}
exec(compile(Path({path!r}).read_text(), "found", "exec"), found)


def attack(*args, **kwargs):
    return {what}(*args, **kwargs)
"""
_SETTINGS = {
    "conftest.py": "def pytest_pyfunc_call(pyfuncitem):\n    return True\n",
    "pytest.ini": "[pytest]\naddopts = --collect-only\n",
    "sitecustomize.py": "import os\nos._exit(0)\n",
    "cheat.pth": "import os; os._exit(0)\n",
}


def _doing(imports: str, when_called: str, at_import: str = "") -> str:
    return f"import {imports}\n{at_import}\n\ndef attack(*args, **kwargs):\n    {when_called}\n"


def attacks(names: Sequence[str], grader: Path, solution: Path) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(what it does, the answer's source, files beside it) for each cheat.

    Args:
        names: what the exercise asks for; the cheat stands in the place of each.
        grader: the exercise's grader, for those that read it.
        solution: the solution, likewise.
    """
    for what, source in _written(names[0], grader, solution):
        yield what, f"{source}\n\n{' = '.join(names)} = attack\n", {}
    nothing = _doing("torch", "return torch.zeros(1)")
    yield "a conftest.py and settings beside it", f"{nothing}\n\n{' = '.join(names)} = attack\n", _SETTINGS


def _written(name: str, grader: Path, solution: Path) -> Iterator[tuple[str, str]]:
    yield "an object that equals everything", _EQUAL
    yield "patched comparisons", _PATCHED
    yield "a pickle, as an object", f'PICKLED = "object"\n{_PICKLE}'
    yield "a pickle, as bytes", f'PICKLED = "bytes"\n{_PICKLE}'
    yield "os._exit(0) at import", _doing("os", "return None", "os._exit(0)")
    yield "os._exit(0) in a call", _doing("os", "os._exit(0)")
    yield "sys.exit(0) at import", _doing("sys", "return None", "sys.exit(0)")
    yield "sys.exit(0) in a call", _doing("sys", "sys.exit(0)")
    yield "pytest.skip()", _doing("pytest", 'pytest.skip("not needed")')
    yield "the grader's reference, read from disk", _READ.format(path=str(grader), what="found['exercise'].reference")
    yield "the solution, read from disk", _READ.format(path=str(solution), what=f"found[{name!r}]")


def attacks_earn_nothing(subjects: Subjects) -> Iterator[str]:
    """No check is passed by any cheat, isolated as a class is graded."""
    exercise, unit, name = subjects.target.exercise, *subjects.target.id.split("/")
    grader = subjects.course / "graders" / unit / f"test_{name}.py"
    for what, source, beside in attacks(exercise.names, grader, subjects.solution_path):
        subjects.counts["attacks"] += 1
        submission = Submission("attack", {f"{name}.py": source, **beside})
        for check in mark(subjects, submission, isolated=True).passed():
            yield f"the attack by {what} passes {check.partition('::')[2]}"
