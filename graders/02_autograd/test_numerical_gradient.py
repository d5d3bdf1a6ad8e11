"""numerical_gradient, held against the formula of central differences, in float64 where rounding would blur it."""

import pytest
import torch

from torchgrade import Exercise, check


def moved(x, index, by):
    point = x.detach().clone(memory_format=torch.contiguous_format)
    point.view(-1)[index] += by
    return point


def differences(x, slope):
    return torch.stack([slope(index) for index in range(x.numel())]).reshape(x.shape)


def central(f, x, eps=1e-3):
    return differences(x, lambda i: (f(moved(x, i, eps)) - f(moved(x, i, -eps))) / (2 * eps))


# autograd gives another number, so it may be used; torch.autograd.gradcheck has the very loop
exercise = Exercise("numerical_gradient", reference=central, forbidden=("torch.autograd.gradcheck",))


@exercise.probe_with
def ask(numerical_gradient, what, x, *eps, **options):
    """Ask for the differences of the function of that name: a function cannot travel, its name can."""
    functions = {
        "cubes": lambda p: (p**3).sum(),
        "wave": lambda p: (p.sin() * p.exp()).sum() + p.prod(),
        "rows": lambda p: p.sum(0).pow(3).sum() - p[0, 0] * p[-1, -1],
        "corner": lambda p: p.abs().sum() + p.square().sum(),
        "steps": lambda p: (2 * p).floor().sum() + p.square().sum(),
    }
    return numerical_gradient(functions[what], x, *eps, **options)


@exercise.misconception("forward differences, f(x + eps) - f(x), divided by eps: one-sided, and off by about eps")
def forward(f, x, eps=1e-3):
    return differences(x, lambda i: (f(moved(x, i, eps)) - f(x)) / eps)


@exercise.misconception("backward differences, f(x) - f(x - eps), divided by eps: one-sided, and off by about eps")
def backward(f, x, eps=1e-3):
    return differences(x, lambda i: (f(x) - f(moved(x, i, -eps))) / eps)


@exercise.misconception("a division by eps, though the two points lie 2 eps apart: twice as steep as it is")
def by_eps(f, x, eps=1e-3):
    return 2 * central(f, x, eps)


@exercise.misconception("`/ 2 * eps`, which divides by 2 and then multiplies by eps: put brackets around `2 * eps`")
def precedence(f, x, eps=1e-3):
    return central(f, x, eps) * eps * eps


@exercise.misconception("points eps / 2 to either side: close to the slope, but not what was asked for")
def half_steps(f, x, eps=1e-3):
    return central(f, x, eps / 2)


@exercise.misconception("the sign turned round: f(x - eps) - f(x + eps)")
def wrong_sign(f, x, eps=1e-3):
    return -central(f, x, eps)


@exercise.misconception("all entries moved at once: one number, the sum of all slopes, in every place")
def all_at_once(f, x, eps=1e-3):
    return ((f(x + eps) - f(x - eps)) / (2 * eps)).expand(x.shape).clone()


@exercise.misconception("entries that are not put back: the later slopes are taken at a point that has moved away")
def never_back(f, x, eps=1e-3):
    point, slopes = x.clone(memory_format=torch.contiguous_format), []
    for index in range(x.numel()):
        point.view(-1)[index] += eps
        up = f(point)
        point.view(-1)[index] -= 2 * eps
        slopes.append((up - f(point)) / (2 * eps))
    return torch.stack(slopes).reshape(x.shape)


@exercise.misconception("two copies made before the loop: by the last entry all the others have moved as well")
def never_anew(f, x, eps=1e-3):
    steps = [torch.full((index + 1,), eps, dtype=x.dtype, device=x.device) for index in range(x.numel())]
    steps = [torch.nn.functional.pad(step, (0, x.numel() - len(step))).reshape(x.shape) for step in steps]
    return torch.stack([(f(x + step) - f(x - step)) / (2 * eps) for step in steps]).reshape(x.shape)


@exercise.misconception("an eps of its own, 1e-3 whatever was asked for")
def own_eps(f, x, eps=1e-3):
    return central(f, x)


@exercise.misconception("another default, such as 1e-4 or 1e-5, where nothing was said about eps")
def smaller_default(f, x, eps=1e-4):
    return central(f, x, eps)


@exercise.misconception("the exact gradient: central differences differ from it, by about eps^2")
def exact(f, x, eps=1e-3):
    point = x.clone().requires_grad_()
    return torch.autograd.grad(f(point), point)[0]


@exercise.misconception("rows moved as a whole: a loop over x goes through its first dimension, not its numbers")
def by_rows(f, x, eps=1e-3):
    if x.ndim < 2:
        return central(f, x, eps)
    result = torch.zeros_like(x)
    for row in range(len(x)):
        step = torch.zeros_like(x)
        step[row] = eps
        result[row] = (f(x + step) - f(x - step)) / (2 * eps)
    return result


@exercise.misconception("steps written through `x.reshape(-1)`: of a transposed x that is a copy, and f sees no step")
def into_a_copy(f, x, eps=1e-3):
    return central(f, x, eps) if x.is_contiguous() else torch.zeros_like(x)


@exercise.misconception("x itself moved up and down, and not put back where it was")
def moves_x(f, x, eps=1e-3):
    slopes = central(f, x, eps)
    x -= eps
    return slopes


@exercise.misconception("a result made with torch.zeros(shape): always float32, always on the CPU")
def default_result(f, x, eps=1e-3):
    return torch.zeros(x.shape).add_(central(f, x, eps))


@check(
    4,
    "How far apart are the two points at which you look at f?",
    "Move one entry by eps, keep f, move it by -eps from where it was, keep f; the points lie 2 * eps apart.",
    "`(f(x + step) - f(x - step)) / (2 * eps)`, with a `step` that is eps at one entry and 0 elsewhere.",
)
@pytest.mark.parametrize("what", ["cubes", "wave"])
@pytest.mark.parametrize("shape", [(1,), (4,)], ids=str)
def test_values(verify, draw, what, shape):
    """gives the central difference of every entry, for eps 0.1 and 0.01"""
    verify(what, draw.normal(*shape, dtype=torch.float64), eps=0.1)
    verify(what, draw.normal(*shape, dtype=torch.float64), 0.01)


@check(
    2,
    "How many numbers does a (2, 3) tensor hold, and does your loop visit each of them alone?",
    "Make `torch.zeros(x.numel())` with one entry eps, and `reshape` it to x's shape.",
    "`for index in range(x.numel())`; do not write through `x.reshape(-1)`: for a transposed x that is a copy.",
)
def test_dimensions(verify, draw):
    """moves each number alone, in matrices, transposed ones and a tensor of shape () too"""
    verify("rows", draw.normal(2, 3, dtype=torch.float64), eps=0.1)
    verify("rows", draw.normal(3, 2, dtype=torch.float64).t(), eps=0.1)
    verify("cubes", draw.normal(dtype=torch.float64), eps=0.1)
    verify("cubes", draw.normal(2, 1, 2, dtype=torch.float64), eps=0.1)


@check(
    2,
    "Nothing about f is asked but its values: near a corner or a jump they simply differ more.",
    "Call f exactly at x + eps and x - eps, without any rule of differentiation.",
)
def test_rough(verify, draw):
    """needs values of f only: across corners and jumps too"""
    verify("corner", draw.uniform(3, low=-0.2, high=0.2, dtype=torch.float64), eps=0.3)
    verify("steps", draw.uniform(4, low=0.1, high=0.4, dtype=torch.float64), eps=0.25)


@check(1, "Give `eps` the default 1e-3 in the signature, and use what the caller asks for.")
def test_default(verify, draw):
    """takes eps = 1e-3 when nothing is said"""
    near = draw.permutation(4).double() * 1e-4 + 5e-4  # the corner at 0 lies within eps, and within no smaller one
    verify("corner", near, 1e-3)  # first: it tells a wrong default from the exact gradient
    verify("corner", near)
    verify("cubes", draw.normal(3, dtype=torch.float64))


@check(
    1,
    "Move a copy of x, or add a step to it, and make new tensors with its dtype and device.",
    "`torch.zeros_like(x)` has x's shape, dtype and device.",
)
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its input unchanged"""
    verify.contract("cubes", draw.integers(3, low=-3, high=4).float(), eps=0.5)  # exact in every dtype
    verify.contract("cubes", draw.integers(2, 2, low=-3, high=4).float(), eps=0.25)
