"""A class in which every other submission ends its process's work on the GPU: the one behind it has full marks."""

from __future__ import annotations

import json
from pathlib import Path

from cuda_checks import COURSE, torchgrade

ANSWER = """import torch
def softmax(x, dim):
    if x.numel() > 4:
        {accident}
    e = (x - x.amax(dim, keepdim=True)).exp()
    return e / e.sum(dim, keepdim=True)
"""
# A kernel that runs for hours; a loop where there is none.
HANG = "torch.cuda._sleep(10**15) if x.is_cuda else [None for _ in iter(int, 1)]"
ACCIDENTS = {
    "hang": HANG,
    "assert": "x = x.flatten()[torch.full((4,), 10**6, device=x.device)]",
    "memory": "torch.empty(1 << 50, dtype=torch.uint8, device=x.device)",
    "slow_to_leave": "x = x.cpu().to(x.device)",
}


def accidents(device: str, place: Path) -> str:
    """What became of each accident, and whether all others have full marks."""
    hand_ins, out = place / "accidents", place / "graded"
    hand_ins.mkdir(exist_ok=True)
    right = (COURSE / "solutions" / "03_activations" / "softmax.py").read_text(encoding="utf-8")
    for number, (name, accident) in enumerate(ACCIDENTS.items()):
        (hand_ins / f"{number}_a_{name}.py").write_text(ANSWER.format(accident=accident), encoding="utf-8")
        (hand_ins / f"{number}_b_right.py").write_text(right, encoding="utf-8")
    options = ("--device", device, "--jobs", "1", "--time-limit", "2", "--seed", "7", "--exercises", "softmax")
    run = torchgrade("grade", str(hand_ins), "--out", str(out), *options)
    if not (out / "results").is_dir():
        return run.last
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((out / "results").glob("*.json"))]
    return (
        "; ".join(_told(report) for report in reports if "right" not in report["submission"]) + f"; {_right(reports)}"
    )


def _told(report: dict[str, object]) -> str:
    checks: list[dict[str, object]] = report["checks"]  # type: ignore[assignment]
    first = next((check for check in checks if check["verdict"] != "passed"), checks[0])
    notes: list[list[object]] = first["notes"]  # type: ignore[assignment]
    what = str(first["message"]).partition(".")[0].partition("\n")[0] or ("a note" if notes else "no note")
    return f"{str(report['submission'])[4:]}: {first['verdict']} ({what})"


def _right(reports: list[dict[str, object]]) -> str:
    others = [report for report in reports if "right" in str(report["submission"])]
    full = sum(report["score"] == report["max_score"] for report in others)
    return f"{full} of {len(others)} right answers behind them with full marks"
