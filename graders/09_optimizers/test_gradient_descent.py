"""gradient_descent, held against torch.optim.SGD."""

import pytest
import torch

from torchgrade import Exercise, check


def with_torch(loss, start, lr, steps):
    point = torch.nn.Parameter(start.detach().clone())
    optimizer, path = torch.optim.SGD([point], lr=lr), [start.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        loss(point).backward()
        optimizer.step()
        path.append(point.detach().clone())
    return torch.stack(path)


exercise = Exercise("gradient_descent", reference=with_torch, forbidden=("torch.optim", "aten::_fused_*"))
exercise.equivalent(
    "stack copies the path, and of a graph behind it the exercise says nothing",
    "path = [start.detach().clone()] -> path = [start.detach()]",
    "path = [start.detach().clone()] -> path = [start.clone()]",
    "point = path[-1].clone().requires_grad_() -> point = path[-1].requires_grad_()",
)


@exercise.probe_with
def walk(gradient_descent, terrain, start, lr, steps):
    """Walk down the loss of that name: a function cannot travel, its name can."""

    def bowl(p):
        steepness = torch.arange(1, p.numel() + 1, dtype=p.dtype, device=p.device).reshape(p.shape)
        return (steepness * (p - 1).square()).sum() / 2

    def rosenbrock(p):
        return (1 - p[0]).square() + 100 * (p[1] - p[0].square()).square()

    def twice(p):
        return (p * torch.cos(p)).sum() + p.square().sum()

    losses = {"bowl": bowl, "rosenbrock": rosenbrock, "twice": twice, "start": bowl}
    path = gradient_descent(losses[terrain], start, lr, steps)
    return {"path": path, "start requires a gradient now": start.requires_grad} if terrain == "start" else path


def slope(loss, point):
    point = point.detach().clone().requires_grad_()
    return torch.autograd.grad(loss(point), point)[0]


@exercise.misconception("adding lr * gradient instead of subtracting it, so it climbs")
def climbs(loss, start, lr, steps):
    return with_torch(lambda p: -loss(p), start, lr, steps)


@exercise.misconception("never clearing the gradient: backward adds every new one to those before")
def adds_up(loss, start, lr, steps):
    path, total = [start.clone()], torch.zeros_like(start)
    for _ in range(steps):
        total = total + slope(loss, path[-1])
        path.append(path[-1] - lr * total)
    return torch.stack(path)


@exercise.misconception("the gradient at the start in every step, instead of the one at the current point")
def first_gradient(loss, start, lr, steps):
    return torch.stack([start - k * lr * slope(loss, start) for k in range(steps + 1)])


@exercise.misconception("steps of length lr: the gradient divided by its own length")
def unit_steps(loss, start, lr, steps):
    path = [start.clone()]
    for _ in range(steps):
        gradient = slope(loss, path[-1])
        path.append(path[-1] - lr * gradient / gradient.norm())
    return torch.stack(path)


@exercise.misconception("steps without lr: the whole gradient is subtracted")
def no_lr(loss, start, lr, steps):
    return with_torch(loss, start, 1.0, steps)


@exercise.misconception("the same tensor in every row of the path: it was changed in place, and never cloned")
def one_tensor(loss, start, lr, steps):
    return with_torch(loss, start, lr, steps)[-1].expand(steps + 1, *start.shape).clone()


@exercise.misconception("the last point in every row after the start: detach() shares its memory, clone() copies it")
def shared_memory(loss, start, lr, steps):
    path = with_torch(loss, start, lr, steps)
    path[1:] = path[-1].clone()
    return path


@exercise.misconception("a path that leaves out the start")
def no_start(loss, start, lr, steps):
    return with_torch(loss, start, lr, steps)[1:]


@exercise.misconception("a path that leaves out the last point")
def no_end(loss, start, lr, steps):
    return with_torch(loss, start, lr, steps)[:-1]


@exercise.misconception("an end before all steps are taken, where the gradient has become 0")
def stops_at_rest(loss, start, lr, steps):
    while steps and not slope(loss, with_torch(loss, start, lr, steps - 1)[-1]).any():
        steps -= 1
    return with_torch(loss, start, lr, steps)


@exercise.misconception("a rest as soon as the loss is larger than before: every step is to be taken")
def stops_when_rising(loss, start, lr, steps):
    path = with_torch(loss, start, lr, steps)
    for k in range(1, steps + 1):
        path[k] = path[k] if k == 1 or loss(path[k - 1]) < loss(path[k - 2]) else path[k - 1]
    return path


@exercise.misconception("`start.requires_grad_()`, which marks the caller's own tensor: let a clone require it")
def marks_start(loss, start, lr, steps):
    return with_torch(loss, start.requires_grad_(), lr, steps)


@exercise.misconception("a point that is the result of the step before, and so no leaf: its .grad stays None")
def no_leaf(loss, start, lr, steps):
    return with_torch(loss, start, lr, steps) if steps < 2 else lr * None


@exercise.misconception("walking with `start` itself, which the caller then finds changed")
def moves_start(loss, start, lr, steps):
    path = with_torch(loss, start, lr, steps)
    start.copy_(path[-1])
    return path


@exercise.misconception("a path made with torch.zeros alone: always float32, always on the CPU")
def default_path(loss, start, lr, steps):
    path = torch.zeros((steps + 1, *start.shape))
    path.copy_(with_torch(loss, start, lr, steps))
    return path


@check(
    3,
    "In which direction does the gradient point: uphill or downhill?",
    "Each step needs the gradient at the point where you are now, and only that one.",
    "`point = path[-1].clone().requires_grad_()`, `torch.autograd.grad(loss(point), point)`, then "
    "`path.append(path[-1] - lr * gradient)`.",
)
@pytest.mark.parametrize(("shape", "steps"), [((1,), 1), ((3,), 2), ((2, 3), 5), ((4,), 10)], ids=str)
def test_bowl(verify, draw, shape, steps):
    """walks down a bowl along the path of torch.optim.SGD"""
    verify("bowl", start=draw.normal(*shape, std=2), lr=0.15, steps=steps)


@check(
    3,
    "Print the first two points: is the second one where the formula says?",
    "In this valley each gradient differs from the one before; a gradient kept from an earlier step leads astray.",
    "With `backward()`, clear `point.grad` before the next step: backward adds to what is there.",
)
@pytest.mark.parametrize("steps", [1, 2, 10])
def test_rosenbrock(verify, steps):
    """follows the curved valley of the Rosenbrock function from (-1, -1)"""
    verify("rosenbrock", start=torch.tensor([-1.0, -1.0]), lr=0.0005, steps=steps)


@check(
    2,
    "Does your code leave the derivative to autograd, or does it assume a form of the loss?",
    "A point that appears twice in a loss gets one gradient: the sum over both places. Autograd adds them up for you.",
)
@pytest.mark.parametrize("steps", [1, 4])
def test_twice(verify, draw, steps):
    """handles a loss that uses its argument twice"""
    verify("twice", start=draw.normal(3, std=2), lr=0.1, steps=steps)


@check(
    1,
    "How many points are there when 0 steps are taken?",
    "The path has steps + 1 points, the start first; each has the start's shape, even if that is ().",
)
def test_shapes(verify, draw):
    """returns steps + 1 points of the start's shape: for a scalar, for 0 steps, from the bottom, and uphill too"""
    verify("bowl", start=draw.normal(), lr=0.1, steps=2)
    verify("bowl", start=draw.normal(2, 1, 2), lr=0.1, steps=1)
    verify("bowl", start=draw.normal(3), lr=0.1, steps=0)
    verify("bowl", start=torch.ones(3), lr=0.1, steps=3)  # here the gradient is 0
    verify("bowl", start=torch.tensor([2.0, 3.0]), lr=1.5, steps=4)  # each step leads farther up


@check(
    1,
    "Is `start` still the same after your function has run? And of which dtype is the path?",
    "Walk with a clone of `start`, and make new tensors with its dtype and device.",
)
def test_contract(verify, draw):
    """keeps dtype and device, and leaves `start` where it was"""
    verify("start", start=draw.normal(3), lr=0.1, steps=2)
    verify.contract("bowl", start=draw.normal(3), lr=0.1, steps=3)
