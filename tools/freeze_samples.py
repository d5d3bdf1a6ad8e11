"""Freeze cases of torch's own tests beside the graders. For maintainers: graders read the files that this writes.

    pip install expecttest    # what torch's test helpers need
    python tools/freeze_samples.py [EXERCISE ...]

`torch.testing._internal` promises no stability, so nothing imports it at check time. Each sample is kept as shapes,
options and ranges; a sample is dropped where it has an empty tensor, goes beyond the exercise's contract (below), or
repeats another. At most MOST are kept of each, those that bring an option not seen yet first.
"""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

MOST = 12
COURSE = Path(__file__).resolve().parent.parent
HOME = "torch.testing._internal.common_methods_invocations"

Args = tuple[Any, ...]
Options = dict[str, Any]


@dataclass(frozen=True)
class Contract:
    """Which operator an exercise is held against, which calls it promises to answer, and which options it lacks.

    An option that it lacks is left out of a call; `accepts` must then refuse the calls to which it matters.
    """

    operator: str
    accepts: Callable[[Args, Options], bool] = lambda args, options: True
    lacks: tuple[str, ...] = ()


def _images(args: Args, options: Options) -> bool:
    return args[0].dim() == 4 and not isinstance(options.get("padding"), str)


CONTRACTS = {
    "03_activations/softmax": Contract("softmax"),
    "04_layers/linear": Contract("nn.functional.linear"),
    "05_convolution/conv2d": Contract(
        "nn.functional.conv2d",
        lambda args, options: _images(args, options) and options.get("groups", 1) == options.get("dilation", 1) == 1,
        lacks=("groups", "dilation"),
    ),
    "05_convolution/conv2d_general": Contract("nn.functional.conv2d", _images),
}


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
    for args, options in calls_of(contract.operator):
        tensors = [item for item in (*args, *options.values()) if isinstance(item, torch.Tensor)]
        if all(tensor.numel() for tensor in tensors) and contract.accepts(args, options):
            given = {key: _plain(value) for key, value in options.items() if key not in contract.lacks}
            one = {"args": [_plain(item) for item in args], "kwargs": given}
            kept.setdefault(json.dumps(_without_ranges(one)), one)
    return _widest(list(kept.values()))


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
        return {**described, "low": low if low < high else -abs(high), "high": high if low < high else abs(high)}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple, torch.Size)) else value


def _short(number: torch.Tensor) -> float:
    return float(f"{float(number):.3g}")


def _without_ranges(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ranges(item) for key, item in value.items() if key not in ("low", "high", "values")}
    return [_without_ranges(item) for item in value] if isinstance(value, list) else value


def main(names: Sequence[str]) -> None:
    """Write the file of every exercise named, or of all."""
    warnings.simplefilter("ignore")
    torch.manual_seed(0)
    for exercise, contract in CONTRACTS.items():
        if names and exercise.rpartition("/")[2] not in names:
            continue
        found = frozen(contract)
        source = f"torch {torch.__version__.partition('+')[0]}, {HOME}.op_db, {contract.operator}"
        lines = ",\n".join(f"  {json.dumps(one)}" for one in found)
        path = COURSE / "graders" / f"{exercise}.samples.json"
        path.write_text(f'{{\n "source": {json.dumps(source)},\n "samples": [\n{lines}\n ]\n}}\n', encoding="utf-8")
        print(f"{path.relative_to(COURSE)}: {len(found)} samples")


if __name__ == "__main__":
    main(sys.argv[1:])
