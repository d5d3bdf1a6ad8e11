"""linear_backward, held against autograd through torch.nn.functional.linear."""

import pytest
import torch

from torchgrade import Exercise, check


def by_autograd(x, weight, bias, grad_out):
    inputs = [None if one is None else one.detach().clone().requires_grad_() for one in (x, weight, bias)]
    asked = [one for one in inputs if one is not None]
    found = torch.autograd.grad(torch.nn.functional.linear(*inputs), asked, grad_out)
    return (*found, None) if bias is None else found


exercise = Exercise(
    "linear_backward",
    reference=by_autograd,
    forbidden=(
        "torch.autograd.graph",
        "torch.autograd.forward_ad",
        "torch.func",
        "torch.Tensor.grad_fn",  # a node of the graph, called with what comes from above, hands back the answer
        "aten::*backward*",
    ),
)


@exercise.probe_with
def ask(linear_backward, what, x, weight, grad_out, with_bias=True):
    """Ask for all gradients, or for one of them: what is right in one place counts there."""
    bias = weight[:, 0].clone() if with_bias else None  # made here: its values change no gradient
    found = linear_backward(x, weight, bias, grad_out)
    places = {"x": 0, "weight": 1, "bias": 2}
    return found[places[what]] if what in places else found


def rows(x, weight, grad_out):
    return x.reshape(-1, weight.shape[1]), grad_out.reshape(-1, weight.shape[0])


@exercise.misconception("grad_x as G weight^T: a transpose too many, which fits by chance when weight is square")
def x_transposed(x, weight, bias, grad_out):
    _, grad_weight, grad_bias = by_autograd(x, weight, bias, grad_out)
    return grad_out @ weight.T, grad_weight, grad_bias


@exercise.misconception("grad_x without G: the gradient that comes from above is ignored")
def ignores_upstream(x, weight, bias, grad_out):
    return by_autograd(x, weight, bias, torch.ones_like(grad_out))


@exercise.misconception("grad_weight as x^T G: the transpose of what was asked for")
def weight_transposed(x, weight, bias, grad_out):
    grad_x, grad_weight, grad_bias = by_autograd(x, weight, bias, grad_out)
    return grad_x, grad_weight.T, grad_bias


@exercise.misconception(
    "grad_weight divided by the number of rows: a mean is the loss's business, and G has it already"
)
def weight_averaged(x, weight, bias, grad_out):
    grad_x, grad_weight, grad_bias = by_autograd(x, weight, bias, grad_out)
    return grad_x, grad_weight / len(rows(x, weight, grad_out)[0]), grad_bias


@exercise.misconception("grad_weight from the first row alone")
def first_row(x, weight, bias, grad_out):
    grad_x, _, grad_bias = by_autograd(x, weight, bias, grad_out)
    flat, upstream = rows(x, weight, grad_out)
    return grad_x, upstream[:1].T @ flat[:1], grad_bias


@exercise.misconception("a mean over the rows in grad_bias: the bias collects a sum")
def bias_averaged(x, weight, bias, grad_out):
    grad_x, grad_weight, grad_bias = by_autograd(x, weight, bias, grad_out)
    return grad_x, grad_weight, None if bias is None else grad_bias / len(rows(x, weight, grad_out)[0])


@exercise.misconception("grad_weight from the last row alone: = in the loop over the rows, where += adds them up")
def last_row(x, weight, bias, grad_out):
    grad_x, _, grad_bias = by_autograd(x, weight, bias, grad_out)
    flat, upstream = rows(x, weight, grad_out)
    return grad_x, upstream[-1:].T @ flat[-1:], grad_bias


@exercise.misconception(
    "view, which refuses a tensor that is not contiguous, such as a transposed one: reshape takes it"
)
def by_view(x, weight, bias, grad_out):
    flat, upstream = x.view(-1, weight.shape[1]), grad_out.view(-1, weight.shape[0])
    return by_autograd(flat.view(x.shape), weight, bias, upstream.view(grad_out.shape))


@exercise.misconception("G itself as grad_bias: the bias was broadcast to every row, so the rows must be added up")
def bias_not_summed(x, weight, bias, grad_out):
    grad_x, grad_weight, _ = by_autograd(x, weight, bias, grad_out)
    return grad_x, grad_weight, None if bias is None else grad_out.clone()


@exercise.misconception("a sum over dim 0 alone in grad_bias: with (N, T, out) the T dimension is left over")
def bias_first_dim(x, weight, bias, grad_out):
    grad_x, grad_weight, _ = by_autograd(x, weight, bias, grad_out)
    return grad_x, grad_weight, None if bias is None else grad_out.sum(0)


@exercise.misconception("a sum over everything in grad_bias: one number, where each output has its own")
def bias_one_number(x, weight, bias, grad_out):
    grad_x, grad_weight, _ = by_autograd(x, weight, bias, grad_out)
    return grad_x, grad_weight, None if bias is None else grad_out.sum()


@exercise.misconception("a gradient for a bias that is not there: where bias is None, so is its gradient")
def bias_always(x, weight, bias, grad_out):
    grad_x, grad_weight, _ = by_autograd(x, weight, bias, grad_out)
    return grad_x, grad_weight, rows(x, weight, grad_out)[1].sum(0)


@exercise.misconception("the gradients in another order: weight, bias, x")
def other_order(x, weight, bias, grad_out):
    grad_x, grad_weight, grad_bias = by_autograd(x, weight, bias, grad_out)
    return grad_weight, grad_bias, grad_x


@exercise.misconception("the rows added up with +=, into grad_out itself")
def in_place(x, weight, bias, grad_out):
    found = by_autograd(x, weight, bias, grad_out)
    for row in rows(x, weight, grad_out)[1][1:]:
        grad_out.view(-1, weight.shape[0])[0] += row
    return found


def drawn(draw, shape, outputs):
    *before, inputs = shape
    return {
        "x": draw.normal(*shape),
        "weight": draw.normal(outputs, inputs),
        "grad_out": draw.normal(*before, outputs),
    }


# (N, in) and out; the square ones let a wrong transpose through, and show its values
SIZES = [((1, 1), 1), ((3, 2), 4), ((3, 2), 2), ((3, 3), 3)]


@check(
    2,
    "x[n, i] went into every output of row n, by the weight weight[o, i]. What comes back to it?",
    "Write the shapes side by side: (N, out) times what gives (N, in)?",
    "`grad_x = grad_out @ weight`.",
)
@pytest.mark.parametrize(("shape", "outputs"), SIZES, ids=str)
def test_x(verify, draw, shape, outputs):
    """hands the right gradient back to x"""
    verify("x", **drawn(draw, shape, outputs))


@check(
    2,
    "weight[o, i] was used in every row n, with x[n, i], and went into y[n, o].",
    "Sum over n of grad_out[n, o] * x[n, i]: that is a matrix product, with one of the two transposed.",
    "`grad_weight = grad_out.T @ x`, for x and grad_out with two dimensions.",
)
@pytest.mark.parametrize(("shape", "outputs"), SIZES, ids=str)
def test_weight(verify, draw, shape, outputs):
    """hands the right gradient back to weight"""
    verify("weight", **drawn(draw, shape, outputs))


@check(
    2,
    "How often was each number of the bias used in the forward pass?",
    "What is used N times receives N gradients, and they add up.",
    "`grad_bias = grad_out.sum(0)`, for a grad_out with two dimensions; None if there is no bias.",
)
@pytest.mark.parametrize(("shape", "outputs"), SIZES, ids=str)
def test_bias(verify, draw, shape, outputs):
    """hands the right gradient back to bias"""
    verify("bias", **drawn(draw, shape, outputs))


@check(
    1,
    "What can come back to something that is not there?",
    "Return a third item all the same: None where bias is None.",
)
def test_no_bias(verify, draw):
    """returns None for a bias that is None, and the other two as ever"""
    verify("all", **drawn(draw, (1, 1), 1), with_bias=False)
    verify("all", **drawn(draw, (3, 2), 4), with_bias=False)


@check(
    2,
    "Whatever stands before the last dimension, each sample is one row of numbers.",
    "Bring x to (-1, in) and grad_out to (-1, out) first; then there are two dimensions again.",
    "For a single sample, `grad_out.sum(dim=())` would add up everything; the reshape makes it one row.",
)
@pytest.mark.parametrize("shape", [(2,), (2, 3, 2), (2, 1, 3, 2)], ids=str)
def test_dimensions(verify, draw, shape):
    """works with no, two and three dimensions before the last one"""
    verify("all", **drawn(draw, shape, 4))


@check(
    1,
    "Make new tensors: a result must not be a view of an input, and no input may change.",
    "`view` refuses a transposed tensor; `reshape` copies where it must.",
)
def test_contract(verify, draw):
    """keeps dtype and device, takes transposed inputs, and leaves them unchanged"""
    verify.contract("all", **drawn(draw, (3, 2), 4))
    verify.contract("all", **{**drawn(draw, (3, 2, 2), 4), "x": draw.normal(2, 3, 2).transpose(0, 1)})
