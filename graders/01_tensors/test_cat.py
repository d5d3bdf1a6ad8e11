"""cat and stack, held against torch.cat and torch.stack."""

import pytest
import torch

from torchgrade import Exercise, check


class _Right:
    """torch's own."""

    @staticmethod
    def cat(tensors, dim=0):
        return torch.cat(tensors, dim)

    @staticmethod
    def stack(tensors, dim=0):
        return torch.stack(tensors, dim)


READY = ("torch.cat", "torch.stack", "aten::cat", "aten::stack", "torch.nn.utils.rnn.pad_sequence", "numpy")

exercise = Exercise("cat", "stack", reference=_Right, forbidden=READY)
exercise.equivalent(
    "every piece has the same shape but along dim, and what differs is refused all the same",
    "first = tensors[0] -> first = tensors[(-1)]",
    "if any(piece.shape != tensors[0].shape for piece in tensors): -> if any(piece.shape != "
    "tensors[(-1)].shape for piece in tensors):",
)
exercise.equivalent(
    "cat, which comes next, refuses them with the same error",
    'raise RuntimeError("stack needs tensors of one shape") -> pass',
)


@exercise.probe_with
def joined(learner, name, tensors, *dim, **keyword):
    """Call the function of that name."""
    return (learner.cat if name == "cat" else learner.stack)(tensors, *dim, **keyword)


@exercise.misconception("cat along dim 0, whatever `dim` was asked for", of=_Right, method="cat")
def cat_dim_ignored(tensors, dim=0):
    return torch.cat(tensors)


@exercise.misconception("stack along dim 0, whatever `dim` was asked for", of=_Right, method="stack")
def stack_dim_ignored(tensors, dim=0):
    return torch.stack(tensors)


@exercise.misconception("a default of dim=-1 for cat; torch's is 0", of=_Right, method="cat")
def cat_last(tensors, dim=-1):
    return torch.cat(tensors, dim)


@exercise.misconception(
    "a new dimension made by cat: the tensors were to be put together in one that they have", of=_Right, method="cat"
)
def cat_stacks(tensors, dim=0):
    return torch.stack(tensors, dim)


@exercise.misconception(
    "no new dimension made by stack: (3,) and (3,) become (2, 3), not (6,)", of=_Right, method="stack"
)
def stack_cats(tensors, dim=0):
    return torch.cat(tensors, dim)


@exercise.misconception("the same size for all tensors taken for granted by cat", of=_Right, method="cat")
def equal_sizes(tensors, dim=0):
    if any(piece.shape != tensors[0].shape for piece in tensors):
        raise RuntimeError("they differ in size")
    return torch.cat(tensors, dim)


@exercise.misconception("only the first two tensors put together by cat", of=_Right, method="cat")
def two_only(tensors, dim=0):
    torch.cat(tensors, dim)
    return torch.cat(tensors[:2], dim)


@exercise.misconception("the tensors put together by cat from the last to the first", of=_Right, method="cat")
def backwards(tensors, dim=0):
    return torch.cat(tensors[::-1], dim)


@exercise.misconception(
    "a tensor of size 1 stretched by cat to the size of the others, as copy_ does; torch refuses it",
    of=_Right,
    method="cat",
)
def stretches(tensors, dim=0):
    at = range(tensors[0].dim())[dim]
    if any(piece.dim() != tensors[0].dim() for piece in tensors):
        raise RuntimeError("they differ in dimensions")
    wanted = [-1 if i == at else size for i, size in enumerate(tensors[0].shape)]
    return torch.cat([piece.expand(wanted) for piece in tensors], at)


@exercise.misconception(
    "a negative dim of stack counted in the tensors: the result has one dimension more", of=_Right, method="stack"
)
def counts_in_pieces(tensors, dim=0):
    return torch.stack(tensors, dim if dim >= 0 else dim - 1)


@exercise.misconception(
    "tensors of other sizes stretched by stack to the first one's, as copy_ does; torch refuses them",
    of=_Right,
    method="stack",
)
def stack_stretches(tensors, dim=0):
    return torch.stack([piece.expand(tensors[0].shape) for piece in tensors], dim)


@exercise.misconception(
    "the right shape for stack by a reshape of what cat gives: the numbers lie in the wrong places",
    of=_Right,
    method="stack",
)
def stack_reshapes(tensors, dim=0):
    return torch.cat(tensors).reshape(torch.stack(tensors, dim).shape)


@exercise.misconception("the numbers written into a new tensor without their history: no gradient can follow")
class _NoGradient:
    @staticmethod
    def cat(tensors, dim=0):
        return torch.cat([piece.detach() for piece in tensors], dim)

    @staticmethod
    def stack(tensors, dim=0):
        return torch.stack([piece.detach() for piece in tensors], dim)


@exercise.misconception("a dim that is not there counted round by %, where torch raises an IndexError")
class _CountsRound:
    @staticmethod
    def cat(tensors, dim=0):
        return torch.cat(tensors, dim % tensors[0].dim())

    @staticmethod
    def stack(tensors, dim=0):
        return torch.stack(tensors, dim % (tensors[0].dim() + 1))


@exercise.misconception("a list with one tensor answered with that tensor itself: the result was to be a new one")
class _OneAsItIs:
    @staticmethod
    def cat(tensors, dim=0):
        return tensors[0] if len(tensors) == 1 else torch.cat(tensors, dim)

    @staticmethod
    def stack(tensors, dim=0):
        return tensors[0].unsqueeze(dim) if len(tensors) == 1 else torch.stack(tensors, dim)


@exercise.misconception("room made by torch.empty(shape) or torch.zeros(shape): float32 and on the CPU, whatever came")
class _DefaultRoom:
    @staticmethod
    def cat(tensors, dim=0):
        return torch.cat([piece.to("cpu", torch.float32) for piece in tensors], dim)

    @staticmethod
    def stack(tensors, dim=0):
        return torch.stack([piece.to("cpu", torch.float32) for piece in tensors], dim)


@check(
    2,
    "How long is the result, and where in it does the second tensor begin?",
    "Make room for all with new_empty; then go through the tensors and remember where the next one begins.",
    "`whole[start : start + len(piece)] = piece`, then `start += len(piece)`.",
)
@pytest.mark.parametrize("shapes", [[(1,), (2,)], [(2,), (3,), (1,)], [(2, 3), (4, 3)], [(1, 2, 2)] * 3], ids=str)
def test_cat(verify, draw, shapes):
    """cat puts the tensors one behind the other along dim 0"""
    verify("cat", [draw.normal(*shape) for shape in shapes])
    verify("cat", tuple(draw.normal(*shape) for shape in shapes), dim=0)


@check(
    2,
    "In which dimension do the sizes add up, and how can you cut a piece out of that dimension?",
    "`whole.narrow(dim, start, size)` is a view of `size` places from `start` on, in any dimension; copy_ fills it.",
    "The shape of the result is that of the first tensor, with shape[dim] = the sum of all the sizes there.",
)
@pytest.mark.parametrize(
    ("shapes", "dim"),
    [([(2, 1), (2, 2)], 1), ([(2, 2), (2, 2)], 1), ([(3, 2), (3, 1), (3, 4)], -1), ([(2, 3, 4), (2, 1, 4)], -2)],
    ids=str,
)
def test_cat_dim(verify, draw, shapes, dim):
    """cat puts them together along any other dimension"""
    verify("cat", [draw.normal(*shape) for shape in shapes], dim)
    verify("cat", [draw.normal(*shape) for shape in shapes], dim=dim)


@check(
    2,
    "You can put tensors together in a dimension that they have. How do you give them the new one?",
    "A tensor with unsqueeze(dim) has the new dimension, of size 1. Then it is a case for your cat.",
    "`cat([piece.unsqueeze(dim) for piece in tensors], dim)`",
)
@pytest.mark.parametrize(
    ("shape", "dim"), [((2,), 0), ((2,), 1), ((2, 2), 1), ((2, 3), 2), ((2, 3), -1), ((2, 3), -2)], ids=str
)
def test_stack(verify, draw, shape, dim):
    """stack puts them side by side along a new dimension"""
    verify("stack", [draw.normal(*shape) for _ in range(2)], dim)
    verify("stack", [draw.normal(*shape) for _ in range(3)], dim=dim)


@check(1, "torch.stack's dim is 0 if nobody says otherwise. A single number can be stacked as well.")
def test_stack_default(verify, draw):
    """stack makes the new dimension the first one by default, and stacks single numbers too"""
    verify("stack", [draw.normal(2), draw.normal(2)])
    verify("stack", [draw.normal(), draw.normal(), draw.normal()])
    verify("stack", (draw.integers(2, 3, high=9), draw.integers(2, 3, high=9)))


@check(
    1,
    "What does copy_ do with a tensor whose size is 1, where the place for it is larger?",
    "Compare the shapes before you write, and `raise RuntimeError(...)` where they differ.",
)
def test_refusals(verify, draw):
    """both refuse with a RuntimeError what does not fit together"""
    verify("cat", [draw.normal(2, 3), draw.normal(1, 3)])
    verify("stack", [draw.normal(1, 3), draw.normal(1, 3)], 1)
    verify("cat", [draw.normal(2, 1), draw.normal(2, 3)], 1)
    verify.raises(RuntimeError)("cat", [draw.normal(2, 3), draw.normal(2, 1)])
    verify.raises(RuntimeError)("cat", [draw.normal(2, 3), draw.normal(3)])
    verify.raises(RuntimeError)("stack", [draw.normal(2, 3), draw.normal(1, 3)])
    verify.raises(RuntimeError)("stack", [draw.normal(3), draw.normal(2)])
    verify.raises(IndexError)("cat", [draw.normal(2, 3), draw.normal(2, 3)], 2)
    verify.raises(IndexError)("stack", [draw.normal(2, 3), draw.normal(2, 3)], 3)


@check(1, "Stay inside torch operations: .item(), tolist(), .data and torch.tensor(...) cut the gradient.")
def test_gradient(verify, draw):
    """both let the gradient through to every tensor"""
    verify.gradients("cat", tensors=[draw.normal(2, 3), draw.normal(2, 1)], dim=1)
    verify.gradients("stack", tensors=[draw.normal(2, 3), draw.normal(2, 3)], dim=1)


@check(1, "Is the result a new tensor, of the dtype and on the device of those that came, even if only one came?")
def test_contract(verify, draw):
    """both keep dtype and device, and return a new tensor"""
    verify.contract("cat", tensors=[draw.normal(2, 3), draw.normal(1, 3)])
    verify.contract("stack", tensors=[draw.normal(3), draw.normal(3)])
    verify.contract("cat", tensors=[draw.normal(2, 3)])
    verify.contract("stack", tensors=[draw.normal(2, 3)], dim=1)
