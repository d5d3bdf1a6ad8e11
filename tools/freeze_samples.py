"""Freeze cases of torch's own tests beside the graders. For maintainers: graders read the files that this writes.

    pip install expecttest    # what torch's test helpers need
    python tools/freeze_samples.py [EXERCISE ...]

`torch.testing._internal` promises no stability, so nothing imports it at check time. Each sample is kept as shapes,
options and ranges; a sample is dropped where it has an empty tensor, goes beyond the exercise's contract
(sample_contracts.py), or repeats another. At most MOST are kept of each, those that bring an option not seen yet
before all others, the smallest first. Of an optimizer the options are kept that torch tests together.
"""

from __future__ import annotations

import importlib
import json
import math
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from sample_contracts import ALWAYS, CONTRACTS, OPTIMIZERS, Args, Contract, Options

MOST = 12
COURSE = Path(__file__).resolve().parent.parent
HOME = "torch.testing._internal.common_methods_invocations"
OPTIMIZERS_HOME = "torch.testing._internal.common_optimizers"


def calls_of(operator: str) -> Iterator[tuple[Args, Options]]:
    """The calls with which torch tests an operator in float32 on the CPU."""
    database = importlib.import_module(HOME).op_db
    for entry in database:
        if entry.name == operator and entry.variant_test_name == "":
            for sample in entry.sample_inputs("cpu", torch.float32):
                yield (sample.input, *sample.args), sample.kwargs
            return
    raise SystemExit(f"torch's tests know no operator {operator!r}")


def frozen(contract: Contract) -> list[dict[str, Any]]:
    """The samples that an exercise keeps, as JSON-able data."""
    kept: dict[str, dict[str, Any]] = {}
    for call in calls_of(contract.operator):
        if read := contract.read(*call):
            args, options = read
            one = {"args": _plain(args), "kwargs": {key: _plain(value) for key, value in options.items()}}
            kept.setdefault(json.dumps(_without_ranges(one)), one)
    return sorted(_widest(list(kept.values())), key=_numbers)


def options_of(optimizer: str, known: Sequence[str], always: Options) -> list[dict[str, Any]]:
    """The combinations of options with which torch tests an optimizer, of those that the exercise has."""
    for entry in importlib.import_module(OPTIMIZERS_HOME).optim_db:
        if entry.optim_cls.__name__ == optimizer:
            tested = [one.kwargs for one in entry.optim_inputs_func("cpu")]
            fit = [one for one in tested if set(one) <= set(known) and not isinstance(one.get("lr"), torch.Tensor)]
            return [{"args": [], "kwargs": {**always, **one}} for one in fit]
    raise SystemExit(f"torch's tests know no optimizer {optimizer!r}")


def _widest(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """As many as may be kept: those with an option or a shape not seen yet before all others, in torch's own order."""
    seen: set[str] = set()
    fresh, known = [], []
    for one in found:
        traits = {f"{key}={_without_ranges(item)}" for key, item in one["kwargs"].items()}
        traits |= {f"{place}: {_without_ranges(item)}" for place, item in enumerate(one["args"])}
        (known if traits <= seen else fresh).append(one)
        seen |= traits
    chosen = [*fresh, *known][:MOST]
    return [one for one in found if one in chosen]


def _plain(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        described = {"shape": list(value.shape), "dtype": str(value.dtype).removeprefix("torch.")}
        if not value.is_floating_point():
            return {**described, "values": value.tolist()}
        low, high = _short(value.min()), _short(value.max())
        if low == high:  # one number alone: half of it at least, with its sign, which may be a variance's
            low, high = sorted((low / 2, high))
        return {**described, "low": low, "high": high}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple, torch.Size)) else value


def _numbers(one: dict[str, Any]) -> int:
    shapes = [item["shape"] for item in (*one["args"], *one["kwargs"].values()) if isinstance(item, dict)]
    return sum(math.prod(shape) for shape in shapes)


def _short(number: torch.Tensor) -> float:
    return float(f"{float(number):.3g}")


def _without_ranges(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ranges(item) for key, item in value.items() if key not in ("low", "high", "values")}
    return [_without_ranges(item) for item in value] if isinstance(value, list) else value


def write(exercise: str, source: str, found: Sequence[dict[str, Any]]) -> None:
    """Lay an exercise's samples beside its grader."""
    lines = ",\n".join(f"  {json.dumps(one)}" for one in found)
    path = COURSE / "graders" / f"{exercise}.samples.json"
    text = f'{{\n "source": {json.dumps(source)},\n "samples": [\n{lines}\n ]\n}}\n'
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{path.relative_to(COURSE)}: {len(found)} samples")


def main(names: Sequence[str]) -> None:
    """Write the file of every exercise named, or of all."""
    warnings.simplefilter("ignore")
    version = f"torch {torch.__version__.partition('+')[0]}"
    for exercise, contract in CONTRACTS.items():
        if not names or exercise.rpartition("/")[2] in names:
            torch.manual_seed(0)
            write(exercise, f"{version}, {HOME}.op_db, {contract.operator}", frozen(contract))
    for exercise, (optimizer, known) in OPTIMIZERS.items():
        if not names or exercise.rpartition("/")[2] in names:
            found = options_of(optimizer, known, ALWAYS.get(exercise, {}))
            write(exercise, f"{version}, {OPTIMIZERS_HOME}.optim_db, {optimizer}", found)


if __name__ == "__main__":
    main(sys.argv[1:])
