"""What is to be seen on a GPU, step by step: each runs the command that docs/cuda.md names and says what came of it."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COURSE = Path(__file__).resolve().parent.parent
SPEEDY = "conv2d_unfold,scaled_dot_product_attention"


@dataclass(frozen=True)
class Check:
    """A step: its command as a reader would type it, what is expected, and what runs it on a device."""

    command: str
    expected: str
    run: Callable[[str, Path], str]


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it printed."""

    status: int
    text: str

    @property
    def last(self) -> str:
        """The last line that says something, with the status where that is not 0."""
        lines = [line.strip("= ") for line in self.text.splitlines() if line.strip("= ")]
        return f"{lines[-1] if lines else 'nothing printed'}{f' (exit {self.status})' if self.status else ''}"


def said(*arguments: str) -> Said:
    """Run a command in the course's folder to its end."""
    done = subprocess.run(
        arguments, cwd=COURSE, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return Said(done.returncode, done.stdout)


def torchgrade(*arguments: str) -> Said:
    """Run one of our commands with this Python."""
    return said(sys.executable, "-c", "from torchgrade.cli import main; main()", *arguments)


def graded_solutions(device: str, place: Path, *more: str) -> dict[str, Any]:
    """The results of the course's own solutions; {} where pytest wrote none."""
    file = place / "solutions.json"
    file.unlink(missing_ok=True)
    said(
        sys.executable, "-m", "pytest", "-q", "--submission=solutions", f"--device={device}", f"--results={file}", *more
    )
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def wrong_in(results: Mapping[str, Any]) -> list[str]:
    """The checks that did not pass, with the device's first message."""
    return [f"{check['id']}: {check['message'][:120]}" for check in results["checks"] if check["verdict"] != "passed"]


def points(results: Mapping[str, Any]) -> str:
    """The score of results, and what is wrong in them."""
    if not results:
        return "pytest wrote no results"
    wrong = wrong_in(results)
    return "; ".join([f"{results['score']:g} of {results['max_score']:g} points", *wrong])


def versions(device: str, place: Path) -> str:
    """What computes here."""
    import torch

    names = [f"Python {platform.python_version()}", f"torch {torch.__version__}"]
    if device == "cuda":
        names = [*_gpu(), f"CUDA {torch.version.cuda}", f"cuDNN {torch.backends.cudnn.version()}", *names]
    return ", ".join(names)


def _gpu() -> list[str]:
    """The GPU's name, with its driver and memory where the driver's own tool is there."""
    import torch

    if shutil.which("nvidia-smi"):
        return [said("nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader").last]
    return [torch.cuda.get_device_name()]


def solutions(device: str, place: Path) -> str:
    """The solutions once."""
    return points(graded_solutions(device, place))


def seeds(device: str, place: Path) -> str:
    """The solutions with ten other draws."""
    runs = {seed: graded_solutions(device, place, f"--seed={seed}") for seed in range(1, 11)}
    wrong = [f"seed {seed}: {points(found)}" for seed, found in runs.items() if not found or wrong_in(found)]
    return "; ".join([f"{len(runs) - len(wrong)} of {len(runs)} runs with full marks", *wrong])


def validate(device: str, place: Path) -> str:
    """Every exercise proven."""
    return torchgrade("validate", "--device", both(device)).last


def example_class(device: str, place: Path) -> str:
    """The example class, on the CPU and on both devices: the same scores."""
    scores = [_scores(place, devices) for devices in ("cpu", both(device))]
    differing = [
        f"{name}: {scores[0][name]:g}, then {scores[1].get(name)}"
        for name in scores[0]
        if scores[0][name] != scores[1].get(name)
    ]
    return "; ".join([f"{len(scores[0]) - len(differing)} of {len(scores[0])} scores as on the CPU", *differing])


def _scores(place: Path, devices: str) -> dict[str, float]:
    out = place / "class"
    shutil.rmtree(out, ignore_errors=True)
    run = torchgrade(
        "grade", "examples/class", "--out", str(out), "--device", devices, "--time-limit", "2", "--seed", "7"
    )
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in (out / "results").glob("*.json")]
    if not reports:
        sys.exit(f"{devices}: {run.text}")
    return {report["submission"]: report["score"] for report in reports}


def attacks(device: str, place: Path) -> str:
    """The attacks on the grading itself."""
    return torchgrade("doctor", "--attacks").last


def speed(device: str, place: Path) -> str:
    """How fast the solutions are beside torch's own."""
    results = graded_solutions(device, place, "--speed", f"--exercise={SPEEDY}")
    notes = [(check["exercise"], note[1]) for check in results.get("checks", []) for note in check["notes"]]
    told = [f"{name.rpartition('/')[2]} {values['ratio']} times" for name, values in notes if "ratio" in values]
    return "; ".join([*told, *(wrong_in(results) if results else ["pytest wrote no results"])])


def both(device: str) -> str:
    """The CPU and the device, each once."""
    return "cpu" if device == "cpu" else f"cpu,{device}"
