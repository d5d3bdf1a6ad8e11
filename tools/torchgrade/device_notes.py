"""What is worth knowing about an answer and its devices, and costs nothing: each a sentence with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from torchgrade.device_messages import asks_for_cuda
from torchgrade.device_scan import hard_coded
from torchgrade.isolation.observe import Observation, Question
from torchgrade.isolation.transfers import EACH_STEP, KINDS, Row
from torchgrade.language.said import Said, say
from torchgrade.recorded import Target
from torchgrade.referee import transfers_of
from torchgrade.replayed import Recorded


def of_source(files: Mapping[str, str], path: str, names: Sequence[str]) -> list[Said]:
    """Where the answer's file asks for a GPU whatever the input is on."""
    name = PurePosixPath(path).name
    return [
        say(
            "{file}, line {line} asks for {device}, whatever device the input is on. Take the input's, with "
            "`device=x.device`: the same code then runs with and without a GPU.",
            file=name,
            line=line,
            device=written,
        )
        for written, line in hard_coded(files[path], names)
    ]


def of_call(target: Target, question: Question, seen: Observation) -> list[Said]:
    """Where a call brought numbers to the CPU and the reference does not: what it does too may have to be."""
    rows = [hit for hit in seen.hits if hit[0] in KINDS]
    if not rows or isinstance(target.exercise.reference, Recorded):
        return []
    needed = transfers_of(target.exercise.reference, target.probe, question)
    return [_sentence(row) for row in rows if row[0] not in needed]


def forbidden_hits(seen: Observation) -> list[Row]:
    """What was recorded and does cost points."""
    return [hit for hit in seen.hits if hit[0] not in KINDS]


def says_so_itself(seen: Sequence[Observation]) -> bool:
    """Whether the last answer failed for want of a GPU, which its message tells already."""
    return bool(seen and seen[-1].failure and asks_for_cuda(seen[-1].failure))


def _sentence(row: Row) -> Said:
    kind, call, file, line = row
    place = {"file": PurePosixPath(file).name, "line": line, "call": call}
    if kind == EACH_STEP:
        return say(
            "{file}, line {line} reads a number from the GPU in every step with {call}, and the CPU waits each time "
            "until the GPU has finished. Keep it as a tensor, with `.detach()`, and read it once at the end.",
            **place,
        )
    return say(
        "{file}, line {line} brings a tensor from the GPU to the CPU with {call}: the CPU has to wait for it, and "
        "computes what follows itself. Stay on the input's device.",
        **place,
    )
