"""TransformerEncoderLayer, held against torch.nn.TransformerEncoderLayer with the same weights."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional
Layer = torch.nn.TransformerEncoderLayer

exercise = Exercise(
    "TransformerEncoderLayer",
    reference=Layer,
    forbidden=("torch.nn.modules.transformer", "aten::_transformer_encoder_layer_fwd"),
)
LINE = "return self.dropout(self.self_attn(x, x, x, {}**masks)[0])"
exercise.equivalent(
    "the weights of attention are thrown away",
    *(f"{LINE.format('need_weights=False, ')} -> {LINE.format(other)}" for other in ("need_weights=True, ", "")),
)


@exercise.probe_with
def drive(TransformerEncoderLayer, task, sizes, weights, src, masks=None, cotangent=None, **options):
    """Make a layer with these weights and send src through it, in train mode unless the task is "eval"."""
    layer = TransformerEncoderLayer(*sizes, **options)
    shapes = {name: list(value.shape) for name, value in layer.state_dict().items()}
    trained = sorted(name for name, _ in layer.named_parameters())
    right = {name: list(value.shape) for name, value in weights.items()}
    if task == "names":
        return {"state_dict": shapes, "parameters": trained}
    if shapes != right or trained != sorted(right):
        wrong = ValueError if sorted(shapes) == trained == sorted(right) else AttributeError  # sizes, or names
        raise wrong(f"the layer's parameters should be {right}; its state_dict has {shapes}, it learns {trained}")
    layer.to(src.device, src.dtype).load_state_dict(weights)
    layer.train(task != "eval")
    if task == "kept":
        return (layer(src) - src).detach().abs().round().unique()
    if task != "gradients":
        return layer(src, **(masks or {}))
    src = src.clone().requires_grad_()
    output = layer(src)
    if output.requires_grad:
        output.backward(cotangent)
    return {"src": src.grad, **{name: p.grad for name, p in layer.named_parameters()}}


class _Right(Layer):
    """Everything right, part by part."""

    def __init__(self, *sizes, batch_first=False, norm_first=False):
        Layer.__init__(self, *sizes, batch_first=batch_first, norm_first=norm_first)

    def forward(self, src, src_mask=None, src_key_padding_mask=None):
        def attend(x):
            return self.drop(self.attention(x, src_mask, src_key_padding_mask))

        def think(x):
            return self.drop(self.feedforward(x))

        return self.before(src, attend, think) if self.norm_first else self.after(src, attend, think)

    def attention(self, x, mask, padding):
        return self.self_attn(x, x, x, attn_mask=mask, key_padding_mask=padding)[0]

    def feedforward(self, x):
        return self.linear2(self.dropout(self.linear1(x).relu()))

    def drop(self, x):
        return self.dropout1(x)

    def before(self, x, attend, think):
        x = x + attend(self.norm1(x))
        return x + think(self.norm2(x))

    def after(self, x, attend, think):
        x = self.norm1(x + attend(x))
        return self.norm2(x + think(x))


@exercise.misconception("norms after the sums, though norm_first was asked for", of=_Right, method="before")
def always_after(self, x, attend, think):
    return _Right.after(self, x, attend, think)


@exercise.misconception("norms before the branches, though norm_first was not asked for", of=_Right, method="after")
def always_before(self, x, attend, think):
    return _Right.before(self, x, attend, think)


@exercise.misconception("the sum begins from the normed x, where it begins from x itself", of=_Right, method="before")
def from_normed(self, x, attend, think):
    x = self.norm1(x)
    x = self.norm2(x + attend(x))
    return x + think(x)


@exercise.misconception("one more norm at the end of a layer with norm_first", of=_Right, method="before")
def norm_at_end(self, x, attend, think):
    return self.norm2(_Right.before(self, x, attend, think))


@exercise.misconception("x left out of the first sum: attention alone goes on", of=_Right, method="after")
def no_first_sum(self, x, attend, think):
    x = self.norm1(attend(x))
    return self.norm2(x + think(x))


@exercise.misconception("x left out of the second sum: linear2's output alone goes on", of=_Right, method="after")
def no_second_sum(self, x, attend, think):
    return self.norm2(think(self.norm1(x + attend(x))))


@exercise.misconception("a norm of the branch alone, x + norm(branch), not of the sum", of=_Right, method="after")
def norms_branch(self, x, attend, think):
    x = x + self.norm1(attend(x))
    return x + self.norm2(think(x))


@exercise.misconception("norm1 in both places", of=_Right, method="after")
def one_norm(self, x, attend, think):
    x = self.norm1(x + attend(x))
    return self.norm1(x + think(x))


@exercise.misconception("no relu between linear1 and linear2", of=_Right, method="feedforward")
def no_relu(self, x):
    return self.linear2(self.dropout(self.linear1(x)))


@exercise.misconception("gelu in the place of relu", of=_Right, method="feedforward")
def gelu(self, x):
    return self.linear2(self.dropout(F.gelu(self.linear1(x))))


@exercise.misconception("a relu after linear2 as well", of=_Right, method="feedforward")
def relu_at_end(self, x):
    return _Right.feedforward(self, x).relu()


@exercise.misconception("src_mask and src_key_padding_mask ignored", of=_Right, method="attention")
def no_masks(self, x, mask, padding):
    return self.self_attn(x, x, x)[0]


@exercise.misconception("src_key_padding_mask ignored", of=_Right, method="attention")
def no_padding(self, x, mask, padding):
    return self.self_attn(x, x, x, attn_mask=mask)[0]


@exercise.misconception("src_mask the wrong way round: True is where nobody may look", of=_Right, method="attention")
def inverted(self, x, mask, padding):
    return _Right.attention(self, x, None if mask is None else ~mask, padding)


@exercise.misconception("no dropout between relu and linear2", of=_Right, method="feedforward")
def no_inner_dropout(self, x):
    return self.linear2(self.linear1(x).relu())


@exercise.misconception("no dropout at the end of the branches", of=_Right, method="drop")
def no_dropout(self, x):
    return x


@exercise.misconception("dropout in eval mode too: F.dropout lacks `training=self.training`", of=_Right, method="drop")
def always_drops(self, x):
    return F.dropout(x, self.dropout1.p)


@exercise.misconception("dropout of the whole sum, where it is for the branch alone", of=_Right, method="after")
def drops_sum(self, x, attend, think):
    x = self.norm1(self.dropout1(x + attend(x)))
    return self.norm2(self.dropout2(x + think(x)))


@exercise.misconception("batch_first not handed on to self_attn", of=_Right, method="__init__")
def samples_as_positions(self, *sizes, batch_first=False, norm_first=False):
    Layer.__init__(self, *sizes, norm_first=norm_first)


@exercise.misconception("dim_feedforward ignored: 4 * d_model in its place", of=_Right, method="__init__")
def four_times(self, d_model, nhead, *rest, **options):
    _Right.__init__(self, d_model, nhead, 4 * d_model, *rest[1:], **options)


SIZES = [((2, 1, 1), 1, 1), ((4, 2, 6), 1, 3), ((6, 3, 4), 2, 3)]


def weights(draw, size, inner):
    """Parameters by their names in the state_dict."""
    shapes = {"self_attn.in_proj_weight": (3 * size, size), "self_attn.out_proj.weight": (size, size)}
    shapes |= {"self_attn.in_proj_bias": (3 * size,), "self_attn.out_proj.bias": (size,)}
    shapes |= {"linear1.weight": (inner, size), "linear1.bias": (inner,)}
    shapes |= {"linear2.weight": (size, inner), "linear2.bias": (size,)}
    shapes |= {f"norm{n}.{part}": (size,) for n in (1, 2) for part in ("weight", "bias")}
    return {name: draw.normal(*shape) for name, shape in shapes.items()}


@check(
    1,
    "Which parts has the layer, and which names do they have in torch?",
    "self_attn, linear1, linear2, norm1, norm2: attributes of these names, each a module.",
)
@pytest.mark.parametrize("sizes", [(4, 2, 6), (4, 1)], ids=str)
def test_names(verify, draw, sizes):
    """has torch's parameters by name and shape, with a dim_feedforward of 2048 by default"""
    verify("names", sizes, weights(draw, 4, 6), draw.normal(1, 1, 4))


@check(
    2,
    "What is added to what, and when does the norm come?",
    "`x = self.norm1(src + attend(src))`, and the same once more with norm2 and the two linear layers.",
)
@pytest.mark.parametrize(("sizes", "batch", "length"), SIZES, ids=str)
def test_norm_last(verify, draw, sizes, batch, length):
    """gives torch's values with a norm after each sum, which is the default"""
    size, heads, inner = sizes
    drawn = weights(draw, size, inner), draw.normal(batch, length, size)
    verify("values", (size, heads, inner, 0.0), *drawn, batch_first=True)


@check(
    2,
    "What does the branch see, and what is its result added to?",
    "`x = src + attend(self.norm1(src))`: the norm is inside the branch, and src itself stays as it is.",
)
@pytest.mark.parametrize(("sizes", "batch", "length"), SIZES, ids=str)
def test_norm_first(verify, draw, sizes, batch, length):
    """gives torch's values with a norm before each branch if norm_first"""
    size, heads, inner = sizes
    drawn = weights(draw, size, inner), draw.normal(batch, length, size)
    verify("values", (size, heads, inner, 0.0), *drawn, batch_first=True, norm_first=True)


@check(
    1,
    "Which arguments of self_attn are src_mask and src_key_padding_mask?",
    "`self.self_attn(x, x, x, attn_mask=src_mask, key_padding_mask=src_key_padding_mask)[0]`.",
)
@pytest.mark.parametrize("norm_first", [False, True])
def test_masks(verify, draw, norm_first):
    """hands its masks on to self_attn, where True forbids a look"""
    one = {"src_mask": torch.ones(3, 3, dtype=torch.bool).triu(1)}
    other = {"src_key_padding_mask": torch.tensor([[False, False, False], [False, False, True]])}
    for masks in (one, other, one | other):
        drawn = weights(draw, 4, 6), draw.normal(2, 3, 4), masks
        verify("values", (4, 2, 6, 0.0), *drawn, batch_first=True, norm_first=norm_first)


@check(
    1,
    "Where may numbers get lost while the layer learns, and what should happen to them in eval mode?",
    "torch.nn.Dropout knows the mode. It belongs at the end of each branch, before the sum.",
    "self_attn takes `dropout` too: it then loses some of the looks, whatever happens to the branch later.",
)
@pytest.mark.parametrize("norm_first", [False, True])
def test_dropout(verify, draw, norm_first):
    """drops the branches in train mode, and nothing in eval mode"""
    drawn = weights(draw, 4, 6), draw.normal(2, 3, 4)
    verify("eval", (4, 2, 6, 0.5), *drawn, batch_first=True, norm_first=norm_first)
    verify("values", (4, 2, 6, 1.0), *drawn, batch_first=True, norm_first=norm_first)  # of the branches nothing is left
    plain = {name: torch.zeros_like(value) for name, value in drawn[0].items()}  # attention hands on what it gets
    plain |= {"self_attn.in_proj_weight": torch.eye(4).repeat(3, 1), "self_attn.out_proj.weight": torch.eye(4)}
    plain["norm1.weight"] = torch.ones(4)
    look = torch.tensor([1.0, -1.0, -1.0, 1.0]).expand(1000, 1, 4)  # each number is lost, or doubled twice
    verify("kept", (4, 2, 6, 0.5), plain, look, batch_first=True, norm_first=True)
    verify("kept", (4, 2, 6), plain, look, batch_first=True, norm_first=True)
    idle = {name: torch.zeros_like(value) for name, value in plain.items()}  # nothing but ones, which linear2 hands on
    idle |= {"linear1.bias": torch.ones(6), "linear2.weight": torch.eye(4, 6)}
    verify("kept", (4, 2, 6, 0.5), idle, look, batch_first=True, norm_first=True)


@check(
    1,
    "Which part of the layer is the only one to care where the positions lie?",
    "self_attn: hand batch_first on to it. The rest works on the last dimension alone.",
)
@pytest.mark.parametrize("shape", [(1, 2, 4), (3, 3, 4), (3, 2, 4)], ids=str)
def test_positions_first(verify, draw, shape):
    """takes and returns (L, N, d_model) by default"""
    verify("values", (4, 2, 6, 0.0), weights(draw, 4, 6), draw.normal(*shape))


@check(1, "Does anything cut the graph: .item(), .data, detach() or a new torch.tensor?")
@pytest.mark.parametrize("norm_first", [False, True])
def test_gradients(verify, draw, norm_first):
    """lets gradients through to src and every parameter"""
    drawn = weights(draw, 4, 6), draw.normal(2, 3, 4)
    near = verify.within(atol=2e-4, reason="a layer norm over 4 numbers may divide by a small spread")
    near("gradients", (4, 2, 6, 0.0), *drawn, cotangent=draw.normal(2, 3, 4), batch_first=True, norm_first=norm_first)


@check(1, "Does your code make tensors of its own, or change src in place, as `src += ...` does?")
@pytest.mark.parametrize("norm_first", [False, True])
def test_contract(verify, draw, norm_first):
    """keeps dtype and device, and leaves src unchanged"""
    drawn = weights(draw, 4, 6), draw.normal(2, 3, 4)
    verify.contract("values", (4, 2, 6, 0.0), *drawn, batch_first=True, norm_first=norm_first)
