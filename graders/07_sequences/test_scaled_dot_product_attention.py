"""scaled_dot_product_attention, held against torch.nn.functional.scaled_dot_product_attention."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F, INF = torch.nn.functional, float("inf")
exercise = Exercise(
    "scaled_dot_product_attention",
    reference=F.scaled_dot_product_attention,
    forbidden=(
        *("torch.nn.functional.scaled_dot_product_attention", "torch.nn.attention"),
        *("torch.nn.functional.multi_head_attention_forward", "aten::_native_multi_head_attention"),
        "aten::*scaled_dot_product*",
    ),
)


class _Right:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __new__(cls, query, key, value, attn_mask=None, is_causal=False):
        self = object.__new__(cls)
        self.refuse(attn_mask, is_causal)
        scores = query @ key.transpose(-2, -1) * self.scale(query, key)
        if is_causal or (attn_mask is not None and attn_mask.dtype == torch.bool):
            scores = self.forbid(scores, self.causal(scores) if is_causal else self.boolean(attn_mask))
        elif attn_mask is not None:
            scores = self.add(scores, attn_mask, query)
        return self.mix(scores, value)

    def refuse(self, attn_mask, is_causal):
        if attn_mask is not None and is_causal:
            raise RuntimeError("both")

    def scale(self, query, key):
        return query.shape[-1] ** -0.5

    def causal(self, scores):
        return torch.ones_like(scores, dtype=torch.bool).tril()

    def boolean(self, mask):
        return mask

    def forbid(self, scores, mask):
        return scores.masked_fill(~mask, -INF)

    def add(self, scores, mask, query):
        return scores + mask

    def mix(self, scores, value):
        return scores.softmax(-1) @ value


@exercise.misconception("no scale: the scores are not divided by sqrt(E)", of=_Right, method="scale")
def no_scale(self, query, key):
    return 1


@exercise.misconception("scores divided by E, where its square root was asked for", of=_Right, method="scale")
def divides_by_length(self, query, key):
    return 1 / query.shape[-1]


@exercise.misconception("softmax over the queries: the columns add up to 1, not the rows", of=_Right, method="mix")
def over_queries(self, scores, value):
    return scores.softmax(-2) @ value


@exercise.misconception("no softmax at all", of=_Right, method="mix")
def no_softmax(self, scores, value):
    return scores @ value


@exercise.misconception("exp without first subtracting the largest score: it overflows", of=_Right, method="mix")
def overflows(self, scores, value):
    e = scores.exp()
    return e / e.sum(-1, keepdim=True) @ value


@exercise.misconception("the weights alone: they were never multiplied with the values", of=_Right, method="mix")
def weights_alone(self, scores, value):
    return scores.softmax(-1)


@exercise.misconception("weights cut from the graph, so that only value gets a gradient", of=_Right, method="mix")
def detaches(self, scores, value):
    return scores.softmax(-1).detach() @ value


@exercise.misconception("a mask after softmax: the rows no longer add up to 1")
def masks_last(query, key, value, attn_mask=None, is_causal=False):
    if (attn_mask is None) != is_causal or not (is_causal or attn_mask.dtype == torch.bool):
        return _Right(query, key, value, attn_mask, is_causal)
    shares = (query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5).softmax(-1)
    return shares * (torch.ones_like(shares).tril() if is_causal else attn_mask) @ value


@exercise.misconception("forbidden scores set to 0, not -inf: they can still win a share", of=_Right, method="forbid")
def zero_scores(self, scores, mask):
    return scores * mask


@exercise.misconception("-10,000 for -inf, though scores can be lower still", of=_Right, method="forbid")
def finite(self, scores, mask):
    return scores.masked_fill(~mask, -1e4)


@exercise.misconception("a boolean mask that is never used", of=_Right, method="boolean")
def no_mask(self, mask):
    return torch.ones_like(mask)


@exercise.misconception("a boolean mask the wrong way round: True allows a look", of=_Right, method="boolean")
def inverted(self, mask):
    return ~mask


@exercise.misconception("a boolean mask added as numbers: True adds 1, and forbids nothing", of=_Right, method="forbid")
def adds_boolean(self, scores, mask):
    return scores + mask


@exercise.misconception("is_causal ignored", of=_Right, method="causal")
def not_causal(self, scores):
    return torch.ones_like(scores, dtype=torch.bool)


@exercise.misconception("the causal mask upside down: queries see the future, no past", of=_Right, method="causal")
def anti_causal(self, scores):
    return torch.ones_like(scores, dtype=torch.bool).triu()


@exercise.misconception("a causal mask that forbids the query's own place too", of=_Right, method="causal")
def own_place_too(self, scores):
    return torch.ones_like(scores, dtype=torch.bool).tril(-1)


@exercise.misconception("a causal mask lined up with the last key, not with the first", of=_Right, method="causal")
def from_the_end(self, scores):
    return torch.ones_like(scores, dtype=torch.bool).tril(scores.shape[-1] - scores.shape[-2])


@exercise.misconception("a causal mask made on the CPU, wherever the query is", of=_Right, method="causal")
def causal_on_cpu(self, scores):
    return torch.ones(scores.shape[-2:], dtype=torch.bool).tril()


@exercise.misconception("a mask of numbers that is never added", of=_Right, method="add")
def no_numbers(self, scores, mask, query):
    return scores


@exercise.misconception("a mask of numbers multiplied with the scores, where it is added", of=_Right, method="add")
def multiplies_mask(self, scores, mask, query):
    return scores * mask


@exercise.misconception("a mask of numbers divided by sqrt(E) together with the scores", of=_Right, method="add")
def scales_mask(self, scores, mask, query):
    return scores + mask / query.shape[-1] ** 0.5


@exercise.misconception("a mask of numbers read as yes or no: its other numbers are lost", of=_Right, method="add")
def numbers_as_boolean(self, scores, mask, query):
    return scores.masked_fill(mask == -INF, -INF)


@exercise.misconception("attn_mask and is_causal accepted together", of=_Right, method="refuse")
def accepts_both(self, attn_mask, is_causal):
    pass


PLAIN = [((1, 2, 1, 1), ()), ((2, 3, 4, 4), ()), ((3, 5, 2, 7), (2,)), ((4, 4, 4, 4), (2, 3))]
MASKED = [((2, 2, 3, 3), (), (2, 2)), ((3, 5, 4, 2), (2,), (2, 3, 5)), ((3, 4, 2, 2), (2, 2), (2, 1, 1, 4))]


def drawn(draw, queries, keys, length, width, *front):
    """Queries, keys and values."""
    return draw.normal(*front, queries, length), draw.normal(*front, keys, length), draw.normal(*front, keys, width)


def looks(draw, *shape):
    """A boolean mask in which each query may look at one key at least."""
    mask = draw.uniform(*shape) < 0.5
    return mask.scatter(-1, draw.integers(*shape[:-1], 1, high=shape[-1]), True)


@check(
    2,
    "Which shape has the matrix of scores, and which of its dimensions should add up to 1?",
    "`scores = query @ key.transpose(-2, -1)`: the last dimension counts keys; softmax goes over the keys.",
    "`torch.softmax(scores / query.shape[-1] ** 0.5, dim=-1) @ value`.",
)
@pytest.mark.parametrize(("sizes", "front"), PLAIN, ids=str)
def test_values(verify, draw, sizes, front):
    """mixes the values by scaled scores, with any dimensions in front"""
    verify(*drawn(draw, *sizes, *front))


@check(
    1,
    "In which rows of the scores stands what query 0 may see, and in which what the last one may see?",
    "Query i sees keys 0 to i, the lower triangle: `torch.ones_like(scores, dtype=torch.bool).tril()`.",
)
@pytest.mark.parametrize("sizes", [(2, 2, 3, 3), (5, 5, 2, 3), (3, 5, 4, 2), (5, 3, 4, 2)], ids=str)
def test_causal(verify, draw, sizes):
    """looks only at keys up to the query's own number if is_causal, also with more keys or queries"""
    verify(*drawn(draw, *sizes, 2), is_causal=True)


@check(
    1,
    "Should a forbidden key have a score of 0, or a share of 0?",
    "True is where a query may look. Put -inf where it is False, before softmax: exp(-inf) is 0.",
)
@pytest.mark.parametrize(("sizes", "front", "mask"), MASKED, ids=str)
def test_boolean_mask(verify, draw, sizes, front, mask):
    """leaves out the keys where a boolean mask is False"""
    verify(*drawn(draw, *sizes, *front), attn_mask=looks(draw, *mask))


@check(
    1,
    "What does a mask of numbers do to the scores?",
    "It is added to the scaled scores, before softmax: `scores + attn_mask`.",
)
@pytest.mark.parametrize(("sizes", "front"), [((2, 2, 3, 3), ()), ((3, 5, 4, 2), (2,))], ids=str)
def test_additive_mask(verify, draw, sizes, front):
    """adds a mask of numbers to the scores, -inf among them"""
    numbers = draw.normal(*sizes[:2])
    verify(*drawn(draw, *sizes, *front), attn_mask=numbers.masked_fill(~looks(draw, *sizes[:2]), -INF))
    verify(*drawn(draw, *sizes, *front), attn_mask=numbers)


@check(
    1,
    "What is exp(1000) in float32? And what could two masks at once mean?",
    "torch.softmax subtracts the largest score of each row first; one that you write yourself should, too.",
    "`if attn_mask is not None and is_causal: raise RuntimeError(...)`.",
)
def test_extremes(verify, draw):
    """stays finite for scores of 10,000, and raises RuntimeError for a mask beside is_causal"""
    query, key, value = drawn(draw, 3, 4, 2, 2)
    for factor in (1, 100):
        verify(factor * query, factor * key, value)
        verify(factor * query, factor * key, value, is_causal=True)
    low = 1000 * draw.uniform(1, 2, low=1.0, high=2.0)
    verify(low, -low.expand(4, 2), value, is_causal=True)
    verify.raises(RuntimeError)(query, key, value, attn_mask=draw.normal(3, 4), is_causal=True)


@check(
    2,
    "Does anything cut the graph: .item(), .data, detach() or a new torch.tensor?",
    "Gradients reach value through the product, and query and key through softmax.",
)
@pytest.mark.parametrize("options", [{}, {"is_causal": True}], ids=str)
def test_gradients(verify, draw, options):
    """lets gradients through to query, key and value"""
    verify.gradients(*drawn(draw, 3, 3, 2, 5), **options)
    verify.gradients(*drawn(draw, 3, 4, 2, 3, 2), **options)
    for mask in (looks(draw, 3, 4), draw.normal(3, 4)):
        verify.gradients(*drawn(draw, 3, 4, 2, 2), attn_mask=mask, wrt=(0, 1, 2))


@check(
    1,
    "These calls are from torch's own tests of this function: which shape or option is new to your code?",
    "The case in brackets gives shapes and options: make such a call yourself, and compare with torch's answer.",
)
@pytest.mark.parametrize("sample", samples(__file__), ids=str)
def test_of_torch(verify, draw, sample):
    """agrees with torch on calls of torch's own tests"""
    args, kwargs = sample.drawn(draw)
    verify.within(atol=2e-4, reason="scores of up to 200 are rounded before exp")(*args, **kwargs)


@check(1, "Make masks where the scores are, `torch.ones_like(scores, dtype=torch.bool)`, and change no input.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    query, key, value = drawn(draw, 3, 4, 2, 2)
    verify.contract(query, key, value, is_causal=True)
    verify.contract(query, key, value, attn_mask=looks(draw, 3, 4))
    verify.contract(query, key, value, attn_mask=draw.normal(3, 4))


@check(1, "Which steps make a tensor as large as the matrix of scores, and are all of them needed?", speed=True)
def test_speed(verify, draw):
    """takes at most 15 times as long as torch's own attention"""
    verify.speed(within=15, against=F.scaled_dot_product_attention)(*drawn(draw, 128, 128, 64, 64, 8))


@check(1, "Scale query, not the larger scores; leave all the rest to softmax and the second product.", speed=True)
def test_high_speed(verify, draw):
    """takes at most 6 times as long as torch's own attention"""
    verify.speed(within=6, against=F.scaled_dot_product_attention)(*drawn(draw, 128, 128, 64, 64, 8))
