"""Probes that several exercises share: a grader hands one to `exercise.probe_with`.

A probe travels as the text of its function, so each names its arguments, torch, math and builtins alone.
"""

from __future__ import annotations

import torch


def drive_optimizer(
    subject: type,
    task: str,
    starts: list[torch.Tensor],
    rounds: list[list[torch.Tensor | None]],
    **options: object,
) -> dict[str, object]:
    """Hand an optimizer one round of gradients after another; return the path of every parameter.

    Args:
        subject: the class: a learner's, torch's or a misconception.
        task: "paths", or "generator" (the parameters come as one), or "zero_grad" (gradients come from backward, and
            zero_grad is called and judged after each step), or "contract" (gradients are written into those that are
            there, as backward does after zeros, and returned at the end).
        starts: the parameters' first values, of any shapes.
        rounds: for each step one gradient a parameter; None means that it has none.
        options: what the class is made with.

    Returns:
        "parameters": for each parameter its values after every step, stacked; with "zero_grad" also "cleared", with
        "contract" also "gradients after the step".
    """
    params = [torch.nn.Parameter(start.clone()) for start in starts]
    optimizer = subject((p for p in params) if task == "generator" else params, **options)
    paths: list[list[torch.Tensor]] = [[] for _ in params]
    cleared = []
    for gradients in rounds:
        for p, gradient in zip(params, gradients, strict=True):
            if gradient is None:
                p.grad = None
            elif task == "zero_grad":
                (p * gradient).sum().backward()  # adds to what zero_grad left
            elif task == "contract" and p.grad is not None:
                p.grad.copy_(gradient)  # shows state that borrowed the memory of a gradient
            else:
                p.grad = gradient.clone()
        optimizer.step()
        for path, p in zip(paths, params, strict=True):
            path.append(p.detach().clone())
        if task == "zero_grad":
            optimizer.zero_grad()
            cleared.append([p.grad is None or not bool(p.grad.any()) for p in params])
    seen: dict[str, object] = {"parameters": [torch.stack(path) for path in paths]}
    if task == "zero_grad":
        seen["cleared"] = cleared
    elif task == "contract":
        seen["gradients after the step"] = [None if p.grad is None else p.grad.clone() for p in params]
    return seen
