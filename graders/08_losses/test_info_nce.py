"""info_nce, held against a cross entropy over cosines, written with torch's own functions."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional


class _Rules:
    """The loss in pieces, so that each misconception below replaces a single one."""

    def __new__(cls, *args, **options):
        """Called like a function, it gives the function's answer."""
        return super().__new__(cls).run(*args, **options)

    def run(self, queries, keys, temperature=0.1):
        if len(keys) < len(queries):
            raise ValueError
        return self.loss(self.divided(self.cosines(queries, keys), temperature))

    def cosines(self, queries, keys):
        return F.normalize(queries, dim=1) @ F.normalize(keys, dim=1).T

    def divided(self, cosines, temperature):
        return cosines / temperature

    def loss(self, scores):
        return F.cross_entropy(scores, torch.arange(len(scores), device=scores.device))


exercise = Exercise("info_nce", reference=_Rules)


@exercise.misconception(
    "dot products in the place of cosines: long vectors win, whatever their direction", of=_Rules, method="cosines"
)
def dot_products(self, queries, keys):
    return queries @ keys.T


@exercise.misconception("a temperature of 0.07 where none is given; here it is 0.1", of=_Rules, method="run")
def other_default(self, queries, keys, temperature=0.07):
    return _Rules.run(self, queries, keys, temperature)


@exercise.misconception("only the queries brought to length 1; the keys keep theirs", of=_Rules, method="cosines")
def keys_not_normalised(self, queries, keys):
    return F.normalize(queries, dim=1) @ keys.T


@exercise.misconception("only the keys brought to length 1; the queries keep theirs", of=_Rules, method="cosines")
def queries_not_normalised(self, queries, keys):
    return queries @ F.normalize(keys, dim=1).T


@exercise.misconception("columns brought to length 1; each vector is a row", of=_Rules, method="cosines")
def normalises_columns(self, queries, keys):
    return F.normalize(queries, dim=0) @ F.normalize(keys, dim=0).T


@exercise.misconception("divided by the sum of squares; the length is its square root", of=_Rules, method="cosines")
def no_root(self, queries, keys):
    return (queries / queries.square().sum(1, keepdim=True)) @ (keys / keys.square().sum(1, keepdim=True)).T


@exercise.misconception(
    "the cosines multiplied by the temperature, where they should be divided by it", of=_Rules, method="divided"
)
def multiplies(self, cosines, temperature):
    return cosines * temperature


@exercise.misconception("no temperature, whatever was asked for", of=_Rules, method="divided")
def no_temperature(self, cosines, temperature):
    return cosines


@exercise.misconception(
    "a softmax over the queries: each key chooses a query, and not each query a key", of=_Rules, method="loss"
)
def over_queries(self, scores):
    return -scores.log_softmax(0).diagonal().mean()


@exercise.misconception(
    "the mean of both directions, as CLIP does; here only the queries choose", of=_Rules, method="loss"
)
def both_directions(self, scores):
    square = scores[:, : len(scores)]
    return (_Rules.loss(self, scores) + _Rules.loss(self, square.T)) / 2


@exercise.misconception(
    "the right key left out of the sum under the fraction; it is one of those to choose from", of=_Rules, method="loss"
)
def right_key_left_out(self, scores):
    own = torch.eye(*scores.shape, dtype=torch.bool, device=scores.device)
    return (scores.masked_fill(own, -float("inf")).logsumexp(1) - scores.diagonal()).mean()


@exercise.misconception("the sum over the queries; the mean was asked for", of=_Rules, method="loss")
def sums(self, scores):
    return _Rules.loss(self, scores) * len(scores)


@exercise.misconception("minus the probability of the right key; the logarithm is missing", of=_Rules, method="loss")
def no_logarithm(self, scores):
    return -scores.softmax(1).diagonal().mean()


@exercise.misconception(
    "the logarithm without its minus sign: a loss that falls when the right key gets lost", of=_Rules, method="loss"
)
def no_minus(self, scores):
    return -_Rules.loss(self, scores)


@exercise.misconception(
    "key 0 taken as the right answer of every query; query i belongs to key i", of=_Rules, method="loss"
)
def first_key(self, scores):
    return (scores.logsumexp(1) - scores[:, 0]).mean()


@exercise.misconception(
    "keys beyond the first N left out; they are wrong answers like the others", of=_Rules, method="loss"
)
def extra_keys_left_out(self, scores):
    return _Rules.loss(self, scores[:, : len(scores)])


@exercise.misconception(
    "exp of the scores as they are: at a temperature of 0.001 they reach 1000, and exp is infinite",
    of=_Rules,
    method="loss",
)
def overflows(self, scores):
    return -(scores.exp().diagonal() / scores.exp().sum(1)).log().mean()


@exercise.misconception(
    "the largest score of the whole table subtracted: rows far below it have a sum of 0, and log(0)",
    of=_Rules,
    method="loss",
)
def shift_by_global(self, scores):
    scores = scores - scores.max()
    return (scores.exp().sum(1).log() - scores.diagonal()).mean()


@exercise.misconception(
    "the logarithm of a softmax: a right key far behind gets a probability of 0, and log(0)", of=_Rules, method="loss"
)
def log_of_zero(self, scores):
    return -scores.softmax(1).log().diagonal().mean()


@exercise.misconception(
    "fewer keys than queries accepted, as if the last queries were not there", of=_Rules, method="run"
)
def accepts_too_few_keys(self, queries, keys, temperature=0.1):
    return _Rules.run(self, queries[: len(keys)], keys, temperature)


@check(
    4,
    "Each query gives a score to each key: which shape has the table of all scores, and where are the right ones?",
    "The scores are an (N, M) matrix product of rows of length 1; the right ones are its diagonal.",
    "Cross entropy does the rest: `scores.logsumexp(1) - scores.diagonal()` is the loss of each query.",
)
@pytest.mark.parametrize(("count", "size"), [(2, 2), (3, 5), (4, 4), (6, 2)])
def test_values(verify, draw, count, size):
    """gives the mean loss of queries and keys of any length"""
    queries = 2 * draw.normal(count, size)
    verify(queries, 0.5 * queries + draw.normal(count, size))
    verify(queries, draw.normal(count, size), temperature=1.0)


@check(
    2,
    "What happens to the scores when the temperature gets smaller?",
    "Divide the cosines by it. At 0.001 the scores reach 1000: subtract each row's largest one before exp.",
    "`torch.logsumexp`, `log_softmax` and `cross_entropy` all do that for you; log(softmax(...)) does not.",
)
def test_temperature(verify, draw):
    """divides by the temperature, and stays finite when it is as small as 0.001"""
    queries = draw.normal(4, 3)
    verify(queries, queries + draw.normal(4, 3), temperature=0.5)
    verify(queries, queries + draw.normal(4, 3), 2.0)
    verify(torch.tensor([[3.0, 0.0], [0.0, 1.0]]), torch.tensor([[2.0, 0.0], [0.0, 5.0]]), temperature=0.005)
    verify(torch.eye(2), torch.tensor([[0.0, 2.0], [3.0, 4.0]]), temperature=0.001)
    verify(torch.eye(3), torch.tensor([[0.0, -1.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]), temperature=0.001)


@check(
    2,
    "With more keys than queries, which shape has the table of scores, and which of them are right?",
    "Every key is one of the answers; key i is the right one of query i. `torch.arange(N)` are the right classes.",
    "`if len(keys) < len(queries): raise ValueError(...)`",
)
@pytest.mark.parametrize(("queries", "keys"), [(1, 3), (2, 5), (4, 6)])
def test_extra_keys(verify, draw, queries, keys):
    """takes keys beyond the first N as further wrong answers, and refuses fewer keys than queries with ValueError"""
    verify(draw.normal(queries, 3), draw.normal(keys, 3))
    verify(draw.normal(queries, 3), draw.normal(keys, 3), temperature=1.0)
    verify.raises(ValueError)(draw.normal(keys, 3), draw.normal(queries, 3))


@check(
    1,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "The wrong keys get a gradient as well: they are pushed away.",
)
@pytest.mark.parametrize("temperature", [1.0, 0.1])
def test_gradient(verify, draw, temperature):
    """lets the gradient through to the queries and to the keys"""
    verify.gradients(draw.normal(2, 3), draw.normal(2, 3), temperature)
    verify.gradients(draw.normal(3, 4), draw.normal(5, 4), temperature)


@check(1, "Make new tensors with the queries' dtype and device, and leave queries and keys as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its inputs unchanged, and works on transposed tensors"""
    verify(draw.normal(3, 4).T, draw.normal(4, 3))
    verify.contract(draw.normal(3, 4), draw.normal(3, 4))
