"""Who may import whom."""

from __future__ import annotations

import ast
import pkgutil
import sys
from pathlib import Path

import pytest

import torchgrade

PACKAGE = Path(torchgrade.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
GRADERS = sorted((PACKAGE.parents[1] / "graders").glob("*/test_*.py"))
# markupsafe comes with jinja2, _pytest with pytest.
RUNTIME = {"torch", "numpy", "pytest", "_pytest", "jinja2", "markupsafe", "rich", "typer", "torchgrade"}
# Reports are rendered, results read and a class planned on machines that have no torch.
TORCHLESS = ["torchgrade", "torchgrade.errors", "torchgrade.results", "torchgrade.results_io"]


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imported(nodes: list[ast.stmt]) -> set[str]:
    """The absolute names that these statements import."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def at_import(path: Path) -> set[str]:
    return imported(ast.parse(path.read_text(encoding="utf-8")).body)


def anywhere(path: Path) -> set[str]:
    return imported(list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))))  # type: ignore[arg-type]


def torchless_modules() -> list[str]:
    found = list(TORCHLESS)
    for package in ("report", "classroom", "formats"):
        places = [str(PACKAGE / package)]
        found.append(f"torchgrade.{package}")
        found += [module.name for module in pkgutil.walk_packages(places, f"torchgrade.{package}.")]
    return found


def test_results_reports_and_classroom_import_without_torch(run_python):
    code = (
        "import importlib, traceback\n"
        f"for name in {torchless_modules()!r}:\n"
        "    try:\n        importlib.import_module(name)\n"
        "    except ImportError:\n        print(name, traceback.format_exc())\n"
        "print('done')"
    )
    done = run_python(code, blocked=("torch", "torchvision"))
    assert done.stdout == "done\n", done.stdout + done.stderr


def test_the_blocker_does_block(run_python):
    assert "torch is blocked" in run_python("import torch", blocked=("torch",)).stderr


def test_importing_torchgrade_and_its_data_stays_light(run_python):
    done = run_python("import sys, torchgrade, torchgrade.data; print({'torch', 'numpy', 'pytest'} & {*sys.modules})")
    assert done.stdout == "set()\n", done.stderr


def test_the_repair_of_torchvision_brings_nothing_else_of_ours(run_python):
    done = run_python(
        "import sys, torchgrade.data.torchvision_repair\nprint(sorted(m for m in sys.modules if 'torchgrade' in m))"
    )
    assert done.stdout == "['torchgrade', 'torchgrade.data', 'torchgrade.data.torchvision_repair']\n", done.stderr


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_what_grading_needs_is_imported_at_once(path):
    roots = {name.partition(".")[0] for name in at_import(path)}
    assert roots - RUNTIME - set(sys.stdlib_module_names) == set()


@pytest.mark.parametrize("path", [path for path in MODULES if "cli" not in name_of(path)], ids=name_of)
def test_nothing_imports_the_command_line(path):
    assert not {name for name in anywhere(path) if name.startswith("torchgrade.cli")}


@pytest.mark.skipif(not GRADERS, reason="a checkout without graders")
def test_graders_import_only_public_names_torch_and_pytest():
    public = {f"torchgrade.{name}" for name in torchgrade.__all__}
    for path in GRADERS:
        foreign = {
            name
            for name in anywhere(path)
            if name.partition(".")[0] not in {"torch", "pytest", "__future__"} | set(sys.stdlib_module_names)
        }
        assert foreign <= public, path
