"""Probes that several exercises share: a grader hands one to `exercise.probe_with`.

A probe travels as the text of its function, so each names its arguments, torch, math and builtins alone.
"""

from __future__ import annotations

import math

import torch


def drive_optimizer(
    subject: type,
    task: str,
    starts: list[torch.Tensor],
    rounds: list[list[torch.Tensor | None]],
    *positional: object,
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
        positional: what the class is made with behind the parameters, by position.
        options: what else the class is made with.

    Returns:
        "parameters": for each parameter its values after every step, stacked; with "zero_grad" also "cleared", with
        "contract" also "gradients after the step".
    """
    params = [torch.nn.Parameter(start.clone()) for start in starts]
    optimizer = subject((p for p in params) if task == "generator" else params, *positional, **options)
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


def drive_cell(
    subject: type,
    task: str,
    sizes: tuple[int, int],
    weights: dict[str, torch.Tensor],
    x: torch.Tensor,
    hx: torch.Tensor | tuple[torch.Tensor, ...] | None = None,
    cotangents: tuple[torch.Tensor, ...] = (),
    **options: object,
) -> object:
    """Make a recurrent cell with the given weights and let it take one step, twice if it is given no state.

    Args:
        subject: the class: a learner's, torch's or a misconception.
        task: "names" or "start" (what the cell is like when it is made), "values", or "gradients" of all parameters.
        sizes: input_size and hidden_size.
        weights: what the cell's parameters are to be, by the names of its state_dict.
        x: the input, shape (N, input_size) or (input_size,).
        hx: the state before the step, one tensor or a tuple of them; None leaves it out.
        cotangents: for "gradients" one tensor for each output, of its shape.
        options: what else the class is made with.

    Returns:
        "values": what the cell returns. "gradients": those of x and the state, and by name those of the parameters.
        "names": shapes and dtypes in the state_dict and the parameters' names. "start": for each parameter whether it
        lies in the range of +-1/sqrt(hidden_size), and whether it fills it, which with 256 numbers an honest draw fails
        less than once in 1e11 times; how wide it is beside that range, to a power of 2; and whether another cell starts
        with the same numbers.

    Raises:
        AttributeError: the cell's parameters have other names, or are no parameters.
        ValueError: they have other shapes.
    """
    cell = subject(*sizes, **options)
    shapes = {name: list(value.shape) for name, value in cell.state_dict().items()}
    trained = sorted(name for name, _ in cell.named_parameters())
    right = {name: list(value.shape) for name, value in weights.items()}
    if task == "names":
        dtypes = {name: str(value.dtype) for name, value in cell.state_dict().items()}
        return {"state_dict": shapes, "parameters": trained, "dtypes": dtypes}
    if shapes != right or trained != sorted(right):
        wrong = ValueError if sorted(shapes) == trained == sorted(right) else AttributeError  # sizes, or names
        raise wrong(f"the layer's parameters should be {right}; its state_dict has {shapes}, it learns {trained}")
    if task == "start":
        again = dict(subject(*sizes, **options).named_parameters())
        scaled = {name: p.detach() * sizes[1] ** 0.5 for name, p in cell.named_parameters()}
        return {
            "in the range": {name: bool(p.abs().max() < 1.0001) for name, p in scaled.items()},
            "fills it": {name: bool(min(-p.min(), p.max()) > 0.8) for name, p in scaled.items()},
            "width beside the range": {
                n: 2.0 ** round(math.log2(1e-9 + 1.7 * float(p.std()))) for n, p in scaled.items()
            },
            "the same in another one": {n: torch.equal(p, again[n]) for n, p in cell.named_parameters()},
        }
    cell.to(x.device, x.dtype).load_state_dict(weights)
    states = () if hx is None else (hx,)
    if task == "values":
        if not states:
            cell(x)  # what it read before is forgotten where no state is given
        return cell(x, *states)
    before = [given.clone().requires_grad_() for given in [x, *(hx if isinstance(hx, tuple) else states)]]
    output = cell(before[0], *([tuple(before[1:])] if isinstance(hx, tuple) else before[1:]))
    outputs = output if isinstance(output, (tuple, list)) else [output]
    for value, cotangent in zip(outputs, cotangents, strict=True):
        if value.requires_grad:
            value.backward(cotangent, retain_graph=True)
    return {"inputs": [given.grad for given in before], **{name: p.grad for name, p in cell.named_parameters()}}
