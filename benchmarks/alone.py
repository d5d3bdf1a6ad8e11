"""The fifteen comparisons in one warm process: what no runner can do without."""

from __future__ import annotations

import runpy
import statistics
import time
from pathlib import Path

import torch

SOLUTIONS = Path(__file__).resolve().parent.parent / "solutions"


def main(repeats: int) -> None:
    """Print the median CPU seconds of one round."""
    torch.set_num_threads(1)
    softmax = runpy.run_path(str(SOLUTIONS / "03_activations/softmax.py"))["softmax"]
    linear = runpy.run_path(str(SOLUTIONS / "04_layers/linear.py"))["linear"]
    conv2d = runpy.run_path(str(SOLUTIONS / "05_convolution/conv2d.py"))["conv2d"]
    functional = torch.nn.functional
    cases = [(softmax, torch.softmax, (torch.randn(shape), dim)) for shape, dim in SOFTMAX]
    cases += [(linear, functional.linear, (torch.randn(n, f), torch.randn(u, f), torch.randn(u))) for n, f, u in LINEAR]
    cases += [
        (conv2d, functional.conv2d, (torch.randn(2, 2, n, n), torch.randn(3, 2, k, k), torch.randn(3), s, p))
        for n, k, s, p in CONV
    ]
    expected = [reference(*arguments) for _, reference, arguments in cases]
    times = []
    for _ in range(repeats):
        start = time.process_time()
        for (mine, _, arguments), right in zip(cases, expected, strict=True):
            torch.testing.assert_close(mine(*arguments), right)
        times.append(time.process_time() - start)
    print(statistics.median(times))


SOFTMAX = [((5,), 0), ((4, 6), 1), ((4, 6), 0), ((2, 3, 4), -2), ((2, 3, 4), 0)]
LINEAR = [(1, 1, 1), (2, 3, 4), (4, 4, 4), (5, 2, 7), (8, 6, 3)]
CONV = [(3, 1, 1, 0), (4, 2, 1, 0), (5, 3, 2, 0), (5, 3, 1, 1), (6, 3, 2, 1)]
