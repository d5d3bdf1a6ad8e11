"""mlp_backward, held against autograd through the same two layers."""

import pytest
import torch

from torchgrade import Exercise, check


def by_autograd(x, weight1, bias1, weight2, bias2, grad_out):
    inputs = [one.detach().clone().requires_grad_() for one in (x, weight1, bias1, weight2, bias2)]
    hidden = torch.nn.functional.linear(*inputs[:3]).relu()
    return torch.autograd.grad(torch.nn.functional.linear(hidden, *inputs[3:]), inputs, grad_out)


exercise = Exercise(
    "mlp_backward",
    reference=by_autograd,
    forbidden=(
        "torch.autograd.graph",
        "torch.autograd.forward_ad",
        "torch.func",
        "torch.Tensor.grad_fn",  # a node of the graph, called with what comes from above, hands back the answer
        "aten::*backward*",
    ),
)
exercise.equivalent(
    "at the kink of ReLU any slope from 0 to 1 is right",
    "grad_z = grad_h * (z > 0) -> grad_z = grad_h * (z >= 0)",
)


@exercise.probe_with
def ask(mlp_backward, what, x, weight1, bias1, weight2, grad_out):
    """Ask for all gradients, or for those of one layer or of x: what is right in one place counts there."""
    bias2 = weight2[:, 0].clone()  # made here: its values change no gradient
    found = mlp_backward(x, weight1, bias1, weight2, bias2, grad_out)
    places = {"second layer": slice(3, 5), "first layer": slice(1, 3), "x": 0}
    return found[places[what]] if what in places else found


def through(x, weight1, bias1, weight2, grad_out, mask=None, h=None, grad_h=None):
    """The right rules, with one of the things between replaced."""
    z = x @ weight1.T + bias1
    h = z.relu() if h is None else h
    grad_h = grad_out @ weight2 if grad_h is None else grad_h
    grad_z = grad_h * (z > 0 if mask is None else mask)
    return grad_z @ weight1, grad_z.T @ x, grad_z.sum(0), grad_out.T @ h, grad_out.sum(0)


@exercise.misconception("no ReLU on the way back: what it had cut off gets a gradient all the same")
def no_mask(x, weight1, bias1, weight2, bias2, grad_out):
    return through(x, weight1, bias1, weight2, grad_out, mask=1)


@exercise.misconception("the ReLU of the gradient: it is the sign of z that decides, not that of grad_h")
def relu_of_gradient(x, weight1, bias1, weight2, bias2, grad_out):
    return through(x, weight1, bias1, weight2, grad_out, mask=(grad_out @ weight2) > 0)


@exercise.misconception("the sign of z for the slope of the ReLU: where z < 0 that is -1, and the slope is 0")
def times_sign(x, weight1, bias1, weight2, bias2, grad_out):
    return through(x, weight1, bias1, weight2, grad_out, mask=(x @ weight1.T + bias1).sign())


@exercise.misconception("grad_h times h: the slope of the ReLU is 1 where z > 0, not z")
def times_h(x, weight1, bias1, weight2, bias2, grad_out):
    return through(x, weight1, bias1, weight2, grad_out, mask=(x @ weight1.T + bias1).relu())


@exercise.misconception("the mask turned round: gradients pass where z < 0")
def turned_mask(x, weight1, bias1, weight2, bias2, grad_out):
    return through(x, weight1, bias1, weight2, grad_out, mask=(x @ weight1.T + bias1) <= 0)


@exercise.misconception("z as x weight1^T, without bias1: the ReLU cuts it off at another place")
def mask_without_bias(x, weight1, bias1, weight2, bias2, grad_out):
    return through(x, weight1, torch.zeros_like(bias1), weight2, grad_out)


@exercise.misconception("z in the place of h in grad_weight2: the second layer's input is what the ReLU let through")
def z_for_h(x, weight1, bias1, weight2, bias2, grad_out):
    return through(x, weight1, bias1, weight2, grad_out, h=x @ weight1.T + bias1)


@exercise.misconception("h in the place of x in grad_weight1")
def h_for_x(x, weight1, bias1, weight2, bias2, grad_out):
    right = list(through(x, weight1, bias1, weight2, grad_out))
    z = x @ weight1.T + bias1
    right[1] = ((grad_out @ weight2) * (z > 0)).T @ z.relu()
    return tuple(right)


@exercise.misconception("grad_h without weight2: the gradient goes on as it came")
def skips_weight2(x, weight1, bias1, weight2, bias2, grad_out):
    return through(x, weight1, bias1, weight2, grad_out, grad_h=grad_out.sum(1, keepdim=True).expand(-1, len(weight1)))


@exercise.misconception("grad_bias1 from grad_h, before the ReLU: bias1 goes into z, so it collects from grad_z")
def bias_before_mask(x, weight1, bias1, weight2, bias2, grad_out):
    found = list(through(x, weight1, bias1, weight2, grad_out))
    found[2] = (grad_out @ weight2).sum(0)
    return tuple(found)


@exercise.misconception("a ReLU after the second layer as well: y is what that layer gives, as it is")
def second_relu(x, weight1, bias1, weight2, bias2, grad_out):
    y = (x @ weight1.T + bias1).relu() @ weight2.T + bias2
    return through(x, weight1, bias1, weight2, grad_out * (y > 0))


@exercise.misconception("means over the rows in both bias gradients: they collect a sum")
def averaged_biases(x, weight1, bias1, weight2, bias2, grad_out):
    found = through(x, weight1, bias1, weight2, grad_out)
    return found[0], found[1], found[2] / len(x), found[3], found[4] / len(x)


@exercise.misconception("the weights' gradients transposed: (in, out), where a weight is (out, in)")
def transposed(x, weight1, bias1, weight2, bias2, grad_out):
    found = through(x, weight1, bias1, weight2, grad_out)
    return found[0], found[1].T, found[2], found[3].T, found[4]


@exercise.misconception("all gradients divided by N: the mean is the loss's business, and grad_out has it already")
def averaged(x, weight1, bias1, weight2, bias2, grad_out):
    return tuple(one / len(x) for one in through(x, weight1, bias1, weight2, grad_out))


@exercise.misconception("the gradients from back to front: those of the second layer first")
def from_the_back(x, weight1, bias1, weight2, bias2, grad_out):
    found = through(x, weight1, bias1, weight2, grad_out)
    return found[3], found[4], found[1], found[2], found[0]


@exercise.misconception("the mask multiplied into grad_out, or zeros written into it: it changes for the caller")
def in_place(x, weight1, bias1, weight2, bias2, grad_out):
    found = through(x, weight1, bias1, weight2, grad_out)
    grad_out.clamp_(min=0)
    return found


def drawn(draw, samples, inputs, hidden, outputs):
    return {
        "x": draw.normal(samples, inputs),
        "weight1": draw.normal(hidden, inputs),
        "bias1": draw.normal(hidden),
        "weight2": draw.normal(outputs, hidden),
        "grad_out": draw.normal(samples, outputs),
    }


# N, in, hidden, out; all alike in the last, so that a wrong transpose gets through and shows its values
SIZES = [(1, 1, 2, 1), (2, 3, 4, 1), (5, 3, 4, 2), (3, 3, 3, 3)]


@check(
    3,
    "What went into the second layer: x, z or h?",
    "It is a linear layer with the input h: its weight gets G^T h, its bias the sum over the rows of G.",
    "`h = torch.relu(x @ weight1.T + bias1)`, `grad_out.T @ h` and `grad_out.sum(0)`.",
)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_second_layer(verify, draw, sizes):
    """hands the right gradients back to weight2 and bias2"""
    verify("second layer", **drawn(draw, *sizes))


@check(
    4,
    "Which entries of z could change the loss at all, if only a little?",
    "Where z < 0 the ReLU gives 0 whatever z is: no gradient. Where z > 0 it hands on what comes.",
    "`grad_z = (grad_out @ weight2) * (z > 0)`, then `grad_z.T @ x` and `grad_z.sum(0)`.",
)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_first_layer(verify, draw, sizes):
    """hands the right gradients back to weight1 and bias1, through the ReLU"""
    verify("first layer", **drawn(draw, *sizes))


@check(
    1,
    "What comes back to the input of a linear layer?",
    "`grad_z @ weight1`.",
)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_x(verify, draw, sizes):
    """hands the right gradient back to x"""
    verify("x", **drawn(draw, *sizes))


@check(
    1,
    "A unit whose z is negative for every sample is dead: what does it learn?",
    "Its row of grad_weight1, its entry of grad_bias1 and its column of grad_weight2 are 0.",
)
def test_dead(verify, draw):
    """gives five gradients in order, with zeros for units that the ReLU cut off in every sample"""
    inputs = drawn(draw, 4, 2, 3, 2)
    verify("all", **inputs)
    verify("all", **{**inputs, "bias1": torch.tensor([-50.0, 50.0, 0.5])})


@check(1, "Make new tensors, from the inputs: with their dtype and device, and without a trailing underscore.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    verify.contract("all", **drawn(draw, 3, 2, 4, 2))
