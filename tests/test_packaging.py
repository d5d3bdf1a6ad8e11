"""What a user installs, and what the commands of the Makefile promise."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from fnmatch import fnmatch
from importlib.metadata import distribution, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import torchgrade
from torchgrade.course import Course

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "tools" / "torchgrade"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
NEEDED = [Requirement(line) for line in (*PROJECT["project"]["dependencies"], *EXTRAS["dev"], *EXTRAS["xdist"])]
PINS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
OTHER_FILES = [
    path
    for path in sorted(PACKAGE.rglob("*"))
    if path.is_file() and path.suffix not in (".py", ".pyc") and "__pycache__" not in path.parts
]


def ships(path: Path) -> bool:
    """Whether a package of ours names this file among its data."""
    data = PROJECT["tool"]["setuptools"]["package-data"]
    return any(
        fnmatch(path.relative_to(folder).as_posix(), pattern)
        for package, patterns in data.items()
        for folder in [PACKAGE.parent.joinpath(*package.split("."))]
        if path.is_relative_to(folder)
        for pattern in patterns
    )


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_version_is_written_once():
    assert version("torchgrade") == torchgrade.__version__


def test_the_command_is_installed_and_no_plugin_is_forced_on_other_projects():
    ours = distribution("torchgrade").entry_points
    assert [(point.group, point.name, point.value) for point in ours] == [
        ("console_scripts", "torchgrade", "torchgrade.cli:main")
    ]


@pytest.mark.parametrize("path", OTHER_FILES, ids=lambda path: path.name)
def test_every_file_that_is_no_module_is_shipped(path):
    assert ships(path)


def test_every_folder_with_modules_is_a_package():
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert {folder for folder in folders if not (folder / "__init__.py").is_file()} == set()


@pytest.mark.parametrize("needed", NEEDED, ids=str)
@pytest.mark.parametrize("python", ["3.10", "3.11", "3.13"])
def test_every_dependency_has_one_tested_version(needed, python):
    there = {"python_version": python}
    pins = [
        pin
        for pin in PINS
        if canonicalize_name(pin.name) == canonicalize_name(needed.name)
        and (pin.marker is None or pin.marker.evaluate(there))
    ]
    assert len(pins) == 1
    (pinned,) = pins[0].specifier
    assert pinned.operator == "=="
    assert needed.specifier.contains(pinned.version)


def test_this_checkout_is_marked_as_a_course_whose_graders_a_bare_pytest_runs():
    assert "torchgrade" in PROJECT["tool"]
    course = Course(ROOT)
    assert [course.graders.name] == PROJECT["tool"]["pytest"]["ini_options"]["testpaths"]
    assert all(folder.is_dir() for folder in (course.exercises, course.solutions, course.graders))


@pytest.mark.skipif(os.name != "posix", reason="Windows has no executable bit")
def test_the_entry_of_continuous_integration_can_be_run():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
def test_make_alone_lists_every_target():
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony is not None
    listed = re.findall(r"^make ([\w-]+) ", make().stdout, re.MULTILINE)
    assert sorted(listed) == sorted(phony[1].split())


@pytest.mark.skipif(shutil.which("make") is None or os.name != "posix", reason="no make on this machine")
def test_an_old_python_is_refused_in_words(tmp_path):
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = make(f"PYTHON={old}", f"INSTALLED={tmp_path}/.installed", "install")
    assert done.returncode != 0
    assert f"torchgrade needs Python 3.10 or newer, and {old} is not" in done.stderr


def test_a_warning_is_an_error_in_our_own_tests():
    with pytest.raises(UserWarning, match="a slip of ours"):
        warnings.warn("a slip of ours", stacklevel=1)


@pytest.mark.filterwarnings("ignore:known")
def test_a_test_may_name_a_warning_that_it_expects():
    warnings.warn("known, and documented beside the test", stacklevel=1)


@pytest.mark.learner_code
def test_a_test_that_runs_learner_code_lets_it_warn():
    with warnings.catch_warnings(record=True) as seen:
        warnings.warn("x.T is on its way out", stacklevel=1)
    assert len(seen) == 1


def test_a_pytest_run_inside_a_test_lets_learner_code_warn(pytester):
    inner = pytester.makepyfile("import warnings\ndef test_it():\n    warnings.warn('x.T is on its way out')\n")
    result = pytester.runpytest_inprocess(inner, "-p", "no:cacheprovider")
    result.stdout.fnmatch_lines(["*UserWarning: x.T is on its way out*"])
    assert result.parseoutcomes()["passed"] == 1
    assert "failed" not in result.parseoutcomes()
