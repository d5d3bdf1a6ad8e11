"""Embedding, held against torch.nn.Embedding."""

import pytest
import torch

from torchgrade import Exercise, check

Layer = torch.nn.Embedding

exercise = Exercise(
    "Embedding",
    reference=Layer,
    forbidden=("torch.nn.modules.sparse", "aten::*embedding*"),
    reference_dtype="case",
)
exercise.equivalent(
    "torch itself raises IndexError for a number just beyond the rows",
    "if ((input < 0) | (input >= len(self.weight))).any(): -> if ((input < 0) | (input > len(self.weight))).any():",
)


@exercise.probe_with
def drive(Embedding, task, weight, ids=None, cotangent=None, sparse=False):
    """Make a table, hand it this weight, and look up these ids; or show how it starts."""
    layer = Embedding(*weight.shape, sparse=True) if sparse else Embedding(*weight.shape)
    own = {name: list(p.shape) for name, p in layer.named_parameters()}
    shown = {"start": ["mean", "deviation", "mean size"], "values": ["output", "number of saved tensors"]}
    seen = {"parameters": own, **dict.fromkeys(shown.get(task, ["is_sparse", "rows without an id", "gradient"]))}
    if own != {"weight": list(weight.shape)}:
        return seen
    if task == "start":
        start = layer.weight.detach()
        found = {"mean": start.mean(), "deviation": start.std(), "mean size": start.abs().mean()}
        again = [p.detach() for p in Embedding(*weight.shape).parameters()]
        more = {"dtype": str(start.dtype), "two tables start alike": start.equal(again[0])}
        return seen | {name: float(value) for name, value in found.items()} | more
    layer = layer.to(weight.device, weight.dtype)
    with torch.no_grad():
        layer.weight.copy_(weight)
    y = layer(ids)
    if task == "values":
        return seen | {"output": y, "number of saved tensors": len(layer.state_dict())}
    if not y.requires_grad or y.shape != cotangent.shape:
        return {"the output's shape": list(y.shape), "the output has a gradient": y.requires_grad}
    y.backward(cotangent)
    gradient = layer.weight.grad
    dense = gradient.to_dense() if gradient.is_sparse else gradient
    rows = gradient.coalesce().indices()[0] if gradient.is_sparse else ids  # a dense gradient has them all
    extra = len(set(rows.flatten().tolist()) - set(ids.flatten().tolist()))
    return seen | {"is_sparse": gradient.is_sparse, "rows without an id": extra, "gradient": dense}


class _Sparse(torch.autograd.Function):
    """Looking up with a sparse gradient, whose rows a rule makes of the ids and of what flows back."""

    @staticmethod
    def forward(ctx, weight, ids, rule):
        ctx.save_for_backward(ids)
        ctx.shape, ctx.rule = weight.shape, rule
        return weight[ids]

    @staticmethod
    def backward(ctx, grad):
        ids, rows = ctx.rule(ctx.saved_tensors[0].reshape(-1), grad.reshape(-1, ctx.shape[1]), ctx.shape[0])
        return torch.sparse_coo_tensor(ids[None], rows, ctx.shape), None, None


class _Right(torch.nn.Module):
    """torch's rules one by one."""

    def __init__(self, num_embeddings, embedding_dim, sparse=False):
        super().__init__()
        self.weight = torch.nn.Parameter(self.start(num_embeddings, embedding_dim))
        self.sparse = sparse

    def start(self, n, d):
        return torch.randn(n, d)

    def forward(self, input):
        return self.look_up(self.checked(input))

    def checked(self, ids):
        if ((ids < 0) | (ids >= len(self.weight))).any():
            raise IndexError("no such id")
        return ids

    def look_up(self, ids):
        return self.sparse_rows(ids) if self.sparse else self.weight[ids]

    def sparse_rows(self, ids):
        return _Sparse.apply(self.weight, ids, type(self).rule)

    @staticmethod
    def rule(ids, rows, n):
        return ids, rows


@exercise.misconception(
    "negative ids accepted: indexing counts them from the end, but no word has such a number",
    of=_Right,
    method="checked",
)
def from_the_end(self, ids):
    return ids


@exercise.misconception("ids pushed into the table's range, where they are to be refused", of=_Right, method="checked")
def clamped(self, ids):
    return ids.clamp(0, len(self.weight) - 1)


@exercise.misconception("ids that count from 1: the first row has number 0", of=_Right, method="checked")
def from_one(self, ids):
    _Right.checked(self, ids)
    return (ids - 1) % len(self.weight)


@exercise.misconception("a dense gradient, also where sparse=True was asked for", of=_Right, method="sparse_rows")
def always_dense(self, ids):
    return self.weight[ids]


@exercise.misconception("a sparse gradient, also where nobody asked for it", of=_Right, method="look_up")
def always_sparse(self, ids):
    return self.sparse_rows(ids)


@exercise.misconception(
    "an id that occurs twice keeps its last gradient alone: they are to be added", of=_Right, method="rule"
)
def keeps_last(ids, rows, n):
    last = torch.tensor(list(dict(zip(ids.tolist(), range(len(ids)), strict=True)).values()))
    return ids[last], rows[last]


@exercise.misconception(
    "a gradient of ones for every row that occurs: what flows back from the output is left out",
    of=_Right,
    method="rule",
)
def ignores_upstream(ids, rows, n):
    return ids, torch.ones_like(rows)


@exercise.misconception(
    "a sparse tensor that holds every row of the table, most of them zeros", of=_Right, method="rule"
)
def holds_all(ids, rows, n):
    return torch.arange(n, device=ids.device), rows.new_zeros(n, rows.shape[1]).index_add(0, ids, rows)


@exercise.misconception(
    "the mean of the gradients of an id that occurs twice, where their sum was asked for", of=_Right, method="rule"
)
def means(ids, rows, n):
    return ids, rows / torch.bincount(ids, minlength=n)[ids][:, None]


@exercise.misconception("rows taken from .data or .detach(): the table never learns", of=_Right, method="look_up")
def detached(self, ids):
    return self.weight.detach()[ids]


@exercise.misconception("a table on its side, of shape (embedding_dim, num_embeddings)", of=_Right, method="start")
def on_its_side(self, n, d):
    return torch.randn(d, n)


@exercise.misconception("columns looked up in the place of rows", of=_Right, method="look_up")
def columns(self, ids):
    return self.weight.T[ids.clamp(max=self.weight.shape[1] - 1)]


@exercise.misconception("the shape of the ids lost: one long list of rows comes back", of=_Right, method="look_up")
def flat(self, ids):
    return self.weight[ids.reshape(-1)]


@exercise.misconception("only one row for each different id", of=_Right, method="look_up")
def unique(self, ids):
    return self.weight[ids.unique()]


@exercise.misconception("a plain tensor as weight: without torch.nn.Parameter no optimizer finds it")
class _Plain(_Right):
    def __init__(self, num_embeddings, embedding_dim, sparse=False):
        super().__init__(num_embeddings, embedding_dim, sparse)
        weight = self.weight.detach()
        del self.weight
        self.weight = weight


@exercise.misconception("a table that starts with zeros: all words are the same", of=_Right, method="start")
def zeros(self, n, d):
    return torch.zeros(n, d)


@exercise.misconception("a start from torch.rand, evenly from 0 to 1", of=_Right, method="start")
def evenly(self, n, d):
    return torch.rand(n, d)


@exercise.misconception("a start scaled like a linear layer's, by 1/sqrt(embedding_dim)", of=_Right, method="start")
def scaled(self, n, d):
    return torch.randn(n, d) / d**0.5


IDS = [torch.tensor([0]), torch.tensor([2, 0, 2, 4]), torch.tensor([[1, 4, 1], [0, 0, 3]])]


@check(
    3,
    "How many rows does the table have, and which one belongs to the id 3?",
    "A tensor of ids may be an index: it is replaced by the rows that it names.",
    "`self.weight[input]`, with self.weight of shape (num_embeddings, embedding_dim).",
)
@pytest.mark.parametrize("ids", [*IDS, torch.tensor(3), torch.tensor([[[4]], [[2]]])], ids=lambda t: str(t.tolist()))
def test_values(verify, draw, ids):
    """gives every id its row, for ids of any shape"""
    verify("values", draw.normal(5, 3), ids)
    verify("values", draw.normal(5, 5), ids, sparse=True)


@check(
    2,
    "What happens to the gradients of a word that occurs twice in the batch?",
    "Look up in self.weight itself; .data and .detach() cut the gradient.",
)
@pytest.mark.parametrize("ids", IDS, ids=lambda t: str(t.tolist()))
def test_gradient(verify, draw, ids):
    """gives each row the sum of the gradients of its occurrences, as a dense tensor"""
    verify("gradient", draw.normal(5, 3), ids, draw.normal(*ids.shape, 3))


@check(
    2,
    "Which rows of the gradient are not zero, and what does the layer have to say of the others?",
    "Write a torch.autograd.Function: forward looks up, backward returns a sparse tensor for the weight.",
    "In backward: `torch.sparse_coo_tensor(ids.reshape(1, -1), grad.reshape(-1, dim), shape)`, and None for ids.",
)
@pytest.mark.parametrize("ids", IDS, ids=lambda t: str(t.tolist()))
def test_sparse(verify, draw, ids):
    """gives the same gradient as a sparse tensor where sparse=True"""
    verify("gradient", draw.normal(5, 3), ids, draw.normal(*ids.shape, 3), sparse=True)


@check(
    1,
    "In Python weight[-1] is the last row. Is there a word with the number -1?",
    "Raise IndexError where any id is below 0, or as large as num_embeddings.",
)
def test_refuses(verify, draw):
    """raises IndexError for negative and for too large ids, not for the largest one"""
    weight = draw.normal(5, 3)
    for sparse in (False, True):
        verify("values", weight, torch.tensor([4, 0]), sparse=sparse)
        verify.raises(IndexError)("values", weight, torch.tensor([0, -1]), sparse=sparse)
        verify.raises(IndexError)("values", weight, torch.tensor([[5, 1]]), sparse=sparse)


@check(
    1,
    "torch.randn gives numbers with mean 0 and standard deviation 1.",
    "A seed set in __init__ makes all tables alike, and NumPy's numbers are float64: torch's layers are float32.",
)
def test_start(verify):
    """starts with float32 numbers of mean 0 and standard deviation 1, drawn anew for every table"""
    reason = "for 200,000 normal numbers two honest means or deviations differ by less than 0.02 but once in 10^9 runs"
    verify.within(atol=0.02, reason=reason)("start", torch.zeros(500, 400))


@check(1, "Look up in the weight as it is after `.to(...)`, and leave the ids as they are.")
def test_contract(verify, draw):
    """works in float64 and on another device after .to(...), and leaves the ids unchanged"""
    verify.contract("values", draw.normal(5, 3), IDS[2])
    verify.contract("values", draw.normal(5, 3), IDS[1], sparse=True)
