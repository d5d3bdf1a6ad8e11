"""custom_function: LogCosh, held against its formulas in float64, and against torch.autograd.gradcheck."""

import math

import pytest
import torch

from torchgrade import Exercise, check


class _Right(torch.autograd.Function):
    """Does everything right; each misconception below replaces one method."""

    @staticmethod
    def forward(ctx, x, scale):
        ctx.save_for_backward(x)
        ctx.scale = scale
        u = (x / scale).abs()
        return scale * (u + torch.log1p(torch.exp(-2 * u)) - math.log(2))

    @staticmethod
    def backward(ctx, grad_out):
        return grad_out * torch.tanh(ctx.saved_tensors[0] / ctx.scale), None


exercise = Exercise("LogCosh", reference=_Right)


@exercise.probe_with
def ask(LogCosh, what, x, scale, grad_out=None):
    """Apply it, alone or between other operations, and go back with `grad_out` where one is given."""
    if what == "gradcheck":
        leaf = x.double().requires_grad_()
        fits = torch.autograd.gradcheck(lambda one: LogCosh.apply(one, scale), (leaf,), raise_exception=False)
        return {"gradcheck": fits, "at": LogCosh.apply(leaf, scale).detach()}
    if what == "values":
        return LogCosh.apply(x, scale)
    leaf = x.clone().requires_grad_()
    if what == "two":
        (LogCosh.apply(leaf, scale) + LogCosh.apply(leaf[:1], 3 * scale)).backward(grad_out)
        return leaf.grad
    y = LogCosh.apply(leaf * 2 + 1, scale) * leaf if what == "chain" else LogCosh.apply(leaf, scale)
    own = isinstance(y.grad_fn, torch.autograd.function.BackwardCFunction)
    kept = grad_out.clone()
    y.backward(grad_out)
    seen = {"value": y.detach(), "gradient": leaf.grad}
    if what == "own":
        seen["made by a backward of your own"] = own
        seen["the incoming gradient"] = torch.stack([grad_out, kept])
    return seen


def keep(ctx, x, scale):
    ctx.save_for_backward(x)
    ctx.scale = scale
    return (x / scale).abs()


def slope(ctx):
    return torch.tanh(ctx.saved_tensors[0] / ctx.scale)


@exercise.misconception("cosh taken as it stands: for entries near 100 it overflows", of=_Right, method="forward")
@staticmethod
def overflows(ctx, x, scale):
    return scale * torch.log(torch.cosh(keep(ctx, x, scale)))


@exercise.misconception("no absolute value: for a large negative x, exp(-2 u) overflows", of=_Right, method="forward")
@staticmethod
def no_abs(ctx, x, scale):
    keep(ctx, x, scale)
    u = x / scale
    return scale * (u + torch.log1p(torch.exp(-2 * u)) - math.log(2))


@exercise.misconception("no log(2) subtracted: the result is not 0 at x = 0", of=_Right, method="forward")
@staticmethod
def no_log_two(ctx, x, scale):
    u = keep(ctx, x, scale)
    return scale * (u + torch.log1p(torch.exp(-2 * u)))


@exercise.misconception("no scale in front of the logarithm in forward", of=_Right, method="forward")
@staticmethod
def no_factor(ctx, x, scale):
    return _Right.forward(ctx, x, scale) / scale


@exercise.misconception("forward without scale at all: as if it were 1", of=_Right, method="forward")
@staticmethod
def forward_ignores_scale(ctx, x, scale):
    value = _Right.forward(ctx, x, 1.0)
    ctx.scale = scale
    return value


@exercise.misconception("x / scale computed in place: the x of the caller is changed", of=_Right, method="forward")
@staticmethod
def divides_in_place(ctx, x, scale):
    value = _Right.forward(ctx, x.clone(), scale)
    x /= scale
    return value


@exercise.misconception("the slope alone: grad_out, what comes from above, is ignored", of=_Right, method="backward")
@staticmethod
def ignores_upstream(ctx, grad_out):
    return slope(ctx), None


@exercise.misconception("grad_out handed on as it came, without the slope", of=_Right, method="backward")
@staticmethod
def no_slope(ctx, grad_out):
    return grad_out.clone(), None


@exercise.misconception(
    "1 - tanh^2, the slope of tanh, which is the slope asked for already", of=_Right, method="backward"
)
@staticmethod
def slope_of_slope(ctx, grad_out):
    return grad_out * (1 - slope(ctx) ** 2), None


@exercise.misconception(
    "tanh divided by scale: it cancels with the scale in front of the logarithm", of=_Right, method="backward"
)
@staticmethod
def divided_again(ctx, grad_out):
    return grad_out * slope(ctx) / ctx.scale, None


@exercise.misconception("backward without scale: tanh(x), as if it were 1", of=_Right, method="backward")
@staticmethod
def backward_ignores_scale(ctx, grad_out):
    return grad_out * torch.tanh(ctx.saved_tensors[0]), None


@exercise.misconception(
    "sinh / cosh in backward, or autograd behind log(cosh): for entries near 100 infinity over infinity",
    of=_Right,
    method="backward",
)
@staticmethod
def by_cosh(ctx, grad_out):
    z = ctx.saved_tensors[0] / ctx.scale
    return grad_out * torch.sinh(z) / torch.cosh(z), None


@exercise.misconception(
    "the sign of x for the slope: that is |x|'s, whose corner was rounded off", of=_Right, method="backward"
)
@staticmethod
def corner(ctx, grad_out):
    return grad_out * ctx.saved_tensors[0].sign(), None


@exercise.misconception(
    "scale in front of the slope: it cancels with the division inside", of=_Right, method="backward"
)
@staticmethod
def times_scale(ctx, grad_out):
    return grad_out * slope(ctx) * ctx.scale, None


@exercise.misconception("the result kept, not x: the slope is then taken at another place", of=_Right, method="forward")
@staticmethod
def keeps_result(ctx, x, scale):
    value = _Right.forward(ctx, x, scale)
    ctx.save_for_backward(value)
    return value


@exercise.misconception("|x / scale| kept, which has lost the sign of x: the slope has it", of=_Right, method="forward")
@staticmethod
def keeps_absolute(ctx, x, scale):
    value = _Right.forward(ctx, x, scale)
    ctx.save_for_backward(x.abs())
    return value


@exercise.misconception("scale kept outside of ctx, where the next call overwrites it: each call has a ctx of its own")
class _Outside(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        _Outside.scale = scale
        return _Right.forward(ctx, x, scale)

    @staticmethod
    def backward(ctx, grad_out):
        return grad_out * torch.tanh(ctx.saved_tensors[0] / _Outside.scale), None


@exercise.misconception(
    "one gradient only: backward owes one for each argument of forward", of=_Right, method="backward"
)
@staticmethod
def too_few(ctx, grad_out):
    return grad_out * slope(ctx)


@exercise.misconception("grad_out multiplied in place: it may be needed elsewhere", of=_Right, method="backward")
@staticmethod
def changes_upstream(ctx, grad_out):
    return grad_out.mul_(slope(ctx)), None


SCALES = [1.0, 0.5, 3.0]


@check(
    2,
    "What is log(cosh(0))? Does yours give it?",
    "With `u = (x / scale).abs()` it is u + log(1 + exp(-2 u)) - log(2), and the whole times scale.",
    "`scale * (u + torch.log1p(torch.exp(-2 * u)) - math.log(2))`.",
)
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("shape", [(1,), (2, 3)], ids=str)
def test_values(verify, draw, shape, scale):
    """computes scale * log(cosh(x / scale)) in forward"""
    verify("values", x=draw.normal(*shape, std=2), scale=scale)


@check(
    3,
    "backward gets grad_out and owes the gradient of x. Which two things are multiplied?",
    "Keep x in forward by `ctx.save_for_backward(x)`; in backward `(x,) = ctx.saved_tensors` gives it back.",
    "`return grad_out * torch.tanh(x / ctx.scale), None`: a gradient for x, and None for scale.",
)
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("shape", [(1,), (2, 3)], ids=str)
def test_backward(verify, draw, shape, scale):
    """hands grad_out times the slope back, by a backward of its own, and leaves grad_out as it was"""
    verify("own", x=draw.normal(*shape, std=2), scale=scale, grad_out=draw.normal(*shape))


@check(
    2,
    "What is cosh(100) in float32, and what is exp(200)?",
    "In u + log(1 + exp(-2 u)) - log(2) the exponent is never positive, as long as u is not negative.",
    "`u = (x / scale).abs()`; and the slope by `torch.tanh`, which stops at -1 and 1.",
)
def test_large(verify, draw):
    """stays finite for entries of 10,000 on both sides of 0"""
    x = torch.tensor([100.0, -100.0, 1e4, -1e4, 0.0])
    verify("own", x=x, scale=1.0, grad_out=draw.normal(5))
    verify("own", x=x, scale=2.0, grad_out=draw.normal(5))


@check(
    1,
    "gradcheck moves every entry of x a little, and compares the change with your backward.",
    "If it disagrees, either forward computes another function, or backward another slope.",
)
@pytest.mark.parametrize("scale", SCALES)
def test_gradcheck(verify, draw, scale):
    """passes torch.autograd.gradcheck, which compares backward with numerical differences"""
    verify("gradcheck", x=draw.normal(3), scale=scale)


@check(
    1,
    "Inside a longer computation grad_out is what the later operations hand back, not 1.",
    "Return grad_out times your slope; autograd does the rest of the chain.",
    "Keep everything on ctx: each call has its own, so two calls with two scales do not mix them up.",
)
def test_chain(verify, draw):
    """works between other operations, and beside another call with another scale"""
    verify("chain", x=draw.normal(3), scale=2.0, grad_out=draw.normal(3))
    verify("two", x=draw.normal(3), scale=0.5, grad_out=draw.normal(3))


@check(1, "Make the result by torch operations on x, and none of them with a trailing underscore.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves x unchanged"""
    verify.contract("values", x=draw.normal(2, 3), scale=2.0)
