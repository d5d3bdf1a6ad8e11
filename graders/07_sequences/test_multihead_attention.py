"""MultiheadAttention, held against torch.nn.MultiheadAttention with the same weights."""

import pytest
import torch

from torchgrade import Exercise, check

F, Layer, INF = torch.nn.functional, torch.nn.MultiheadAttention, float("inf")

exercise = Exercise(
    "MultiheadAttention",
    reference=Layer,
    forbidden=(
        "torch.nn.MultiheadAttention",
        "torch.nn.functional.multi_head_attention_forward",
        "torch.nn.functional.scaled_dot_product_attention",
        "torch.nn.attention",
        "aten::*scaled_dot_product*",
        "aten::_native_multi_head_attention",
    ),
)
SPLIT = "q, k, v = (x.unflatten(-1, (self.num_heads, -1)).transpose({}) for x in projected)"
FRONT = "query, key, value = (x.transpose({}) for x in (query, key, value))"
BACK = "return output if self.batch_first else output.transpose({}), shares.mean(1)"
MERGED = "output = self.out_proj((shares @ v).transpose({}).flatten(2))"
exercise.equivalent(
    "the same two dimensions change places",
    *(f"{line.format('0, 1')} -> {line.format('1, 0')}" for line in (FRONT, BACK)),
    *(f"{line.format('1, 2')} -> {line.format('2, 1')}" for line in (SPLIT, MERGED)),
)


@exercise.probe_with
def drive(MultiheadAttention, task, sizes, weights, inputs, padding=None, cotangent=None, **options):
    """Make a layer with these weights; one input is query, key and value, two are query and key, which is the value."""
    layer = MultiheadAttention(*sizes, **options)
    shapes = {name: list(value.shape) for name, value in layer.state_dict().items()}
    trained = sorted(name for name, _ in layer.named_parameters())
    right = {name: list(value.shape) for name, value in weights.items()}
    if task == "names":
        return {"state_dict": shapes, "parameters": trained, "dtypes": [str(p.dtype) for p in layer.parameters()]}
    if shapes != right or trained != sorted(right):
        wrong = ValueError if sorted(shapes) == trained == sorted(right) else AttributeError  # sizes, or names
        raise wrong(f"the layer's parameters should be {right}; its state_dict has {shapes}, it learns {trained}")
    layer.to(inputs[0]).load_state_dict(weights)
    given = [x.clone().requires_grad_() for x in inputs] if task == "gradients" else inputs
    query, key, value = given[0], given[min(1, len(given) - 1)], given[-1]
    answer = layer(query, key, value) if padding is None else layer(query, key, value, key_padding_mask=padding)
    if task == "values":
        return answer
    if answer[0].requires_grad:
        answer[0].backward(cotangent)
    return {"inputs": [x.grad for x in given], **{name: p.grad for name, p in layer.named_parameters()}}


class _Right(Layer):
    """Everything right, part by part."""

    def forward(self, query, key, value, key_padding_mask=None):
        q, k, v = (self.split(x) for x in self.project(*(self.turned(x) for x in (query, key, value))))
        scores = q @ k.transpose(-2, -1) * self.scale(q)
        shares = self.shares(scores, key_padding_mask)
        return self.turned(self.mixed(self.merge(shares @ v))), shares.mean(1)

    def turned(self, x):
        return x if self.batch_first else x.transpose(0, 1)

    def project(self, *inputs):
        weights = self.in_proj_weight.chunk(3)
        biases = [None] * 3 if self.in_proj_bias is None else self.in_proj_bias.chunk(3)
        return [F.linear(x, w, b) for x, w, b in zip(inputs, weights, biases, strict=True)]

    def split(self, x):
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)

    def scale(self, q):
        return q.shape[-1] ** -0.5

    def mask(self, scores, padding):
        return scores if padding is None else scores.masked_fill(padding[:, None, None, :], -INF)

    def shares(self, scores, padding):
        return self.mask(scores, padding).softmax(-1)

    def merge(self, heads):
        return heads.transpose(1, 2).flatten(2)

    def mixed(self, x):
        return self.out_proj(x)


@exercise.misconception("a view straight to (N, H, L, D), which mixes positions with heads", of=_Right, method="split")
def views(self, x):
    return x.reshape(len(x), self.num_heads, x.shape[1], -1)


@exercise.misconception("every H-th number taken for a head, where each head is one block", of=_Right, method="split")
def interleaved(self, x):
    return x.unflatten(-1, (-1, self.num_heads)).movedim(-1, 1)


@exercise.misconception("one head, however many were asked for", of=_Right, method="split")
def one_head(self, x):
    return x.unsqueeze(1)


@exercise.misconception("heads put together without a transpose back", of=_Right, method="merge")
def no_transpose_back(self, heads):
    return heads.reshape(len(heads), heads.shape[2], -1)


@exercise.misconception("scores divided by the root of embed_dim, not of a head's size", of=_Right, method="scale")
def root_of_embed_dim(self, q):
    return self.embed_dim**-0.5


@exercise.misconception("no scale: the scores are not divided by sqrt(D)", of=_Right, method="scale")
def no_scale(self, q):
    return 1


@exercise.misconception("softmax over the queries, not over the keys", of=_Right, method="shares")
def over_queries(self, scores, padding):
    return self.mask(scores, padding).softmax(-2)


@exercise.misconception("softmax over the heads, not over the keys", of=_Right, method="shares")
def over_heads(self, scores, padding):
    return self.mask(scores, padding).softmax(1)


@exercise.misconception("padding masked after softmax: the rows no longer add up to 1", of=_Right, method="shares")
def masks_last(self, scores, padding):
    return scores.softmax(-1) * (1 if padding is None else ~padding[:, None, None, :])


@exercise.misconception("in_proj_bias never added", of=_Right, method="project")
def no_bias(self, *inputs):
    return [x @ w.T for x, w in zip(inputs, self.in_proj_weight.chunk(3), strict=True)]


@exercise.misconception("no out_proj at the end", of=_Right, method="mixed")
def no_out_proj(self, x):
    return x


@exercise.misconception("keys and values made from the query, also in cross-attention", of=_Right, method="forward")
def self_only(self, query, key, value, key_padding_mask=None):
    return _Right.forward(self, query, query, query, key_padding_mask)


@exercise.misconception("values made from the key, though a value of its own was given", of=_Right, method="forward")
def values_from_key(self, query, key, value, key_padding_mask=None):
    return _Right.forward(self, query, key, key, key_padding_mask)


@exercise.misconception("key_padding_mask ignored", of=_Right, method="mask")
def no_padding(self, scores, padding):
    return scores


@exercise.misconception("key_padding_mask the wrong way round: True is padding here", of=_Right, method="mask")
def inverted(self, scores, padding):
    return _Right.mask(self, scores, None if padding is None else ~padding)


@exercise.misconception("scores of padding set to 0, which still leaves them a share", of=_Right, method="mask")
def zero_scores(self, scores, padding):
    return scores if padding is None else scores.masked_fill(padding[:, None, None, :], 0)


@exercise.misconception("the batch in front, whatever `batch_first` says", of=_Right, method="turned")
def always_batch_first(self, x):
    return x


@exercise.misconception("weights of every head, where their mean was asked for", of=Layer, method="forward")
def weights_of_heads(self, *inputs, key_padding_mask=None):
    return Layer.forward(self, *inputs, key_padding_mask, average_attn_weights=False)


@exercise.misconception("output alone, without the weights", of=Layer, method="forward")
def output_alone(self, *inputs, key_padding_mask=None):
    return Layer.forward(self, *inputs, key_padding_mask)[0]


@exercise.misconception("biases also where bias=False was asked for", of=_Right, method="__init__")
def always_bias(self, embed_dim, num_heads, *, bias=True, batch_first=False):
    Layer.__init__(self, embed_dim, num_heads, batch_first=batch_first)


@exercise.misconception("an embed_dim accepted that is no multiple of num_heads", of=_Right, method="__init__")
def accepts_all(self, embed_dim, num_heads, **options):
    Layer.__init__(self, embed_dim, num_heads if embed_dim % num_heads == 0 else 1, **options)


PADDING = torch.tensor([[False, False, True], [False, True, True]])


def weights(draw, size, bias=True):
    """Parameters by their names in the state_dict."""
    found = {"in_proj_weight": draw.normal(3 * size, size), "out_proj.weight": draw.normal(size, size)}
    return {**found, "in_proj_bias": draw.normal(3 * size), "out_proj.bias": draw.normal(size)} if bias else found


@check(
    1,
    "Which four tensors does the layer learn, and which of them come with a torch.nn.Linear named out_proj?",
    "`self.in_proj_weight = torch.nn.Parameter(...)`, and with bias=False `self.in_proj_bias = None`.",
    "`if embed_dim % num_heads != 0: raise ValueError(...)`, before anything else is made.",
)
def test_names(verify, draw):
    """has torch's parameters, and refuses an embed_dim that the heads cannot share"""
    for bias in (True, False):
        verify("names", (6, 2), weights(draw, 6, bias), [draw.normal(1, 1, 6)], bias=bias)
    verify.raises(ValueError, AssertionError)("names", (6, 4), weights(draw, 6), [draw.normal(1, 1, 6)])


@check(
    2,
    "Begin with one head: it is the attention of the exercise before, between four matrix products.",
    "`q, k, v` come from the three thirds of in_proj_weight, in this order; out_proj comes last.",
    "Return two things: the output, and the weights of shape (N, L, S).",
)
@pytest.mark.parametrize("sizes", [(1, 1, 1), (1, 2, 2), (2, 3, 4)], ids=str)
def test_one_head(verify, draw, sizes):
    """gives torch's output and weights in self-attention with one head"""
    size = sizes[-1]
    for bias in (True, False):
        verify("values", (size, 1), weights(draw, size, bias), [0.5 * draw.normal(*sizes)], bias=bias, batch_first=True)


@check(
    2,
    "Where does the dimension of the heads have to stand, so that `@` treats every head for itself?",
    "`x.unflatten(-1, (H, D)).transpose(1, 2)` there, `.transpose(1, 2).flatten(2)` back.",
    "Scale by the root of D = embed_dim / num_heads; the weights are the mean over the heads.",
)
@pytest.mark.parametrize(("sizes", "heads"), [((1, 2, 4), 2), ((2, 3, 6), 3), ((2, 2, 4), 4)], ids=str)
def test_heads(verify, draw, sizes, heads):
    """gives torch's output and weights with several heads"""
    verify("values", (sizes[-1], heads), weights(draw, sizes[-1]), [0.5 * draw.normal(*sizes)], batch_first=True)


@check(
    1,
    "Who asks, and who is looked at? Which of them comes from the other sequence?",
    "W_q is for query, W_k for key, W_v for value: three inputs, which may all differ.",
)
@pytest.mark.parametrize("keys", [2, 5])
def test_cross(verify, draw, keys):
    """looks at another sequence in cross-attention, with values of their own"""
    inputs = [0.5 * draw.normal(2, length, 4) for length in (3, keys, keys)]
    verify("values", (4, 2), weights(draw, 4), inputs[:2], batch_first=True)
    verify("values", (4, 2), weights(draw, 4), inputs, batch_first=True)


@check(
    1,
    "key_padding_mask has shape (N, S), the scores (N, H, L, S). And what does True mean?",
    "`scores.masked_fill(key_padding_mask[:, None, None, :], float('-inf'))`, before softmax.",
)
@pytest.mark.parametrize("heads", [1, 2])
def test_padding(verify, draw, heads):
    """never looks at keys that are padding"""
    inputs = [0.5 * draw.normal(2, 2, 4), 0.5 * draw.normal(2, 3, 4)]
    verify("values", (4, heads), weights(draw, 4), inputs, PADDING, batch_first=True)


@check(
    1,
    "In which dimension do the positions lie by default, and in which do the samples?",
    "Without batch_first, exchange dimensions 0 and 1 of all inputs first, and of the output at the end.",
)
@pytest.mark.parametrize("sizes", [(1, 2, 4), (3, 3, 4), (3, 2, 4)], ids=str)
def test_positions_first(verify, draw, sizes):
    """takes and returns (L, N, embed_dim) by default"""
    verify("values", (4, 2), weights(draw, 4), [0.5 * draw.normal(*sizes)])
    inputs = [0.5 * draw.normal(length, 2, 4) for length in (2, 3, 3)]
    verify("values", (4, 2), weights(draw, 4), inputs, PADDING)


@check(
    1,
    "Does anything cut the graph: .item(), .data, detach() or a new torch.tensor?",
    "In self-attention the one input gets gradients on three ways: as query, as key and as value.",
)
@pytest.mark.parametrize("count", [1, 3])
def test_gradients(verify, draw, count):
    """lets gradients through to every input and parameter"""
    inputs = [0.5 * draw.normal(2, 3, 4) for _ in range(count)]
    verify("gradients", (4, 2), weights(draw, 4), inputs, cotangent=draw.normal(2, 3, 4), batch_first=True)


@check(1, "Does your code make tensors of its own, or change one of the inputs in place?")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    verify.contract("values", (4, 2), weights(draw, 4), [0.5 * draw.normal(2, 3, 4)], PADDING, batch_first=True)
