"""LSTMCell, held against torch.nn.LSTMCell with the same weights."""

import pytest
import torch

from torchgrade import Exercise, check, drive_cell

exercise = Exercise(
    "LSTMCell",
    reference=torch.nn.LSTMCell,
    forbidden=(
        "torch.nn.modules.rnn",
        "torch.ao.nn.quantizable",
        "torch.lstm_cell",
        "torch.lstm",
        "torch.mkldnn_rnn_layer",
        "aten::_thnn_fused*",
        "aten::*lstm*",
    ),
)
exercise.equivalent(
    "a state of zeros of shape (hidden_size,) broadcasts over the batch",
    "zeros = input.new_zeros(*input.shape[:-1], self.hidden_size) -> zeros = "
    "input.new_zeros(*input.shape[:-2], self.hidden_size)",
    "zeros = input.new_zeros(*input.shape[:-1], self.hidden_size) -> zeros = "
    "input.new_zeros(*input.shape[:-0], self.hidden_size)",
)
exercise.probe_with(drive_cell)


class _Right(torch.nn.LSTMCell):
    """Everything right, part by part."""

    def forward(self, input, hx=None):
        h, c = self.zeros(input) if hx is None else hx
        i, f, g, o = self.gates(self.mix(input, h))
        c = self.remember(i, f, g, c)
        return self.answer(self.show(o, c), c)

    def zeros(self, x):
        return (x.new_zeros(*x.shape[:-1], self.hidden_size),) * 2

    def mix(self, x, h):
        y = x @ self.weight_ih.T + h @ self.weight_hh.T
        return y if self.bias_ih is None else y + self.bias_ih + self.bias_hh

    def gates(self, y):
        i, f, g, o = y.chunk(4, -1)
        return i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()

    def remember(self, i, f, g, c):
        return f * c + i * g

    def show(self, o, c):
        return o * c.tanh()

    def answer(self, h, c):
        return h, c


@exercise.misconception("the gates in the order i, f, o, g, where torch has i, f, g, o", of=_Right, method="gates")
def order_ifog(self, y):
    i, f, o, g = y.chunk(4, -1)
    return i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()


@exercise.misconception("the gates in the order i, g, f, o, where torch has i, f, g, o", of=_Right, method="gates")
def order_igfo(self, y):
    i, g, f, o = y.chunk(4, -1)
    return i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()


@exercise.misconception("the gates in the order f, i, g, o, where torch has i, f, g, o", of=_Right, method="gates")
def order_figo(self, y):
    f, i, g, o = y.chunk(4, -1)
    return i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()


@exercise.misconception("every fourth row taken for a gate, where torch stacks whole blocks", of=_Right, method="gates")
def interleaved(self, y):
    i, f, g, o = y.unflatten(-1, (self.hidden_size, 4)).unbind(-1)
    return i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()


@exercise.misconception("a sigmoid for g as well, which should be a tanh", of=_Right, method="gates")
def all_sigmoid(self, y):
    return y.sigmoid().chunk(4, -1)


@exercise.misconception("a tanh for the gates as well, which should be sigmoids", of=_Right, method="gates")
def all_tanh(self, y):
    return y.tanh().chunk(4, -1)


@exercise.misconception("1 added to the forget gate, as some other libraries do", of=_Right, method="gates")
def forget_bias(self, y):
    i, f, g, o = y.chunk(4, -1)
    return i.sigmoid(), (f + 1).sigmoid(), g.tanh(), o.sigmoid()


@exercise.misconception("only one of the two biases added", of=_Right, method="mix")
def one_bias(self, x, h):
    y = x @ self.weight_ih.T + h @ self.weight_hh.T
    return y if self.bias_ih is None else y + self.bias_ih


@exercise.misconception("a state h that is forgotten: the gates look at the input alone", of=_Right, method="mix")
def forgets_state(self, x, h):
    return _Right.mix(self, x, torch.zeros_like(h))


@exercise.misconception("h = o * c: the tanh of the new memory is missing", of=_Right, method="show")
def no_tanh(self, o, c):
    return o * c


@exercise.misconception("a memory that is always overwritten: f * c is missing", of=_Right, method="remember")
def overwrites(self, i, f, g, c):
    return i * g


@exercise.misconception("1 - i in the place of the forget gate, as in a GRU", of=_Right, method="remember")
def coupled(self, i, f, g, c):
    return (1 - i) * c + i * g


@exercise.misconception("a memory cut from the graph: no gradient reaches earlier steps", of=_Right, method="remember")
def detaches(self, i, f, g, c):
    return f * c.detach() + i * g


@exercise.misconception("the old memory changed in place, though it is the caller's", of=_Right, method="remember")
def writes_into_memory(self, i, f, g, c):
    return c.mul_(f).add_(i * g) if not torch.is_grad_enabled() or not c.requires_grad else f * c + i * g


@exercise.misconception("h alone, where (h, c) was asked for", of=_Right, method="answer")
def state_alone(self, h, c):
    return h


@exercise.misconception("(c, h), in the wrong order", of=_Right, method="answer")
def wrong_order(self, h, c):
    return c, h


@exercise.misconception("hx read as (c, h), where it is (h, c)", of=_Right, method="forward")
def reads_wrong_order(self, input, hx=None):
    return _Right.forward(self, input, None if hx is None else hx[::-1])


@exercise.misconception("(output, (h, c)), which torch.nn.LSTM returns, and no cell", of=_Right, method="answer")
def as_layer(self, h, c):
    return h, (h, c)


@exercise.misconception(
    "the state of the call before taken, where none was given: each call without one starts from zeros",
    of=_Right,
    method="forward",
)
def remembers(self, input, hx=None):
    self.__dict__["kept"] = _Right.forward(self, input, self.__dict__.get("kept") if hx is None else hx)
    return self.kept


@exercise.misconception(
    "torch.zeros(shape) as first state: float32 on the CPU, whatever the input is", of=_Right, method="zeros"
)
def zeros_on_cpu(self, x):
    return (torch.zeros(*x.shape[:-1], self.hidden_size),) * 2


@exercise.misconception("biases also where bias=False was asked for", of=_Right, method="__init__")
def always_bias(self, input_size, hidden_size, bias=True):
    torch.nn.LSTMCell.__init__(self, input_size, hidden_size)


@exercise.misconception(
    "parameters drawn from a normal distribution, as torch.randn does", of=_Right, method="__init__"
)
def normal_start(self, *args, **options):
    torch.nn.LSTMCell.__init__(self, *args, **options)
    for p in self.parameters():
        torch.nn.init.normal_(p)


@exercise.misconception("biases that start at 0", of=_Right, method="__init__")
def zero_biases(self, *args, **options):
    torch.nn.LSTMCell.__init__(self, *args, **options)
    for p in self.parameters():
        p.data *= p.dim() - 1


def weights(draw, inputs, hidden, bias=True):
    """Parameters by their names in the state_dict."""
    found = {"weight_ih": draw.normal(4 * hidden, inputs), "weight_hh": draw.normal(4 * hidden, hidden)}
    return {**found, "bias_ih": draw.normal(4 * hidden), "bias_hh": draw.normal(4 * hidden)} if bias else found


@check(
    1,
    "How many gates are stacked into one matrix, and how many rows has each of them?",
    "`self.weight_ih = torch.nn.Parameter(torch.empty(4 * hidden_size, input_size))`, and so on.",
    "Without bias: `self.bias_ih = self.bias_hh = None`.",
)
@pytest.mark.parametrize("bias", [True, False])
def test_names(verify, draw, bias):
    """has torch's parameters, by name and shape, with and without bias"""
    verify("names", (2, 3), weights(draw, 2, 3, bias), draw.normal(1, 2), bias=bias)


@check(
    1,
    "How large may a first value be, and which size sets that?",
    "`torch.empty(shape).uniform_(-k, k)` with k = 1 / sqrt(hidden_size), for weights and biases alike.",
)
def test_start(verify, draw):
    """starts with even random numbers between -1/sqrt(hidden_size) and 1/sqrt(hidden_size)"""
    verify("start", (16, 256), weights(draw, 16, 256), draw.normal(1, 16))


@check(
    3,
    "Compute all four gates in one product first. Where does each of them lie in the result?",
    "`i, f, g, o = total.chunk(4, dim=-1)`: sigmoid for i, f and o, tanh for g.",
    "`c = f * c + i * g`, then `h = o * torch.tanh(c)`, and return `(h, c)`.",
)
@pytest.mark.parametrize(("batch", "inputs", "hidden"), [(1, 1, 1), (1, 2, 3), (4, 3, 2), (2, 3, 6)], ids=str)
def test_values(verify, draw, batch, inputs, hidden):
    """takes torch's step from a given state and memory, with and without bias"""
    for bias in (True, False):
        state = draw.normal(batch, hidden), 2 * draw.normal(batch, hidden)
        verify(
            "values",
            (inputs, hidden),
            weights(draw, inputs, hidden, bias),
            draw.normal(batch, inputs),
            state,
            bias=bias,
        )


@check(
    1,
    "What do state and memory hold before the first step?",
    "Zeros, in the shape of the state and with the dtype and device of the input: `input.new_zeros(...)`.",
)
@pytest.mark.parametrize("batch", [1, 3])
def test_first_step(verify, draw, batch):
    """starts from zeros if no state is given"""
    verify("values", (2, 3), weights(draw, 2, 3), draw.normal(batch, 2))


@check(
    1,
    "An input of shape (input_size,) is one element, no batch. Which dimension do the gates share out?",
    "Count from the end: `chunk(4, dim=-1)`, and `input.shape[:-1]` for whatever comes before.",
)
def test_single(verify, draw):
    """takes a single input as well as a batch, and raises if the input's size is wrong"""
    verify("values", (2, 3), weights(draw, 2, 3), draw.normal(2), (draw.normal(3), draw.normal(3)))
    verify("values", (2, 3), weights(draw, 2, 3), draw.normal(2))
    verify.raises(RuntimeError, ValueError)("values", (2, 3), weights(draw, 2, 3), draw.normal(1, 5))


@check(
    2,
    "Does anything cut the graph: .item(), .data, detach() or a new torch.tensor?",
    "Gradients must reach the old memory too: an open forget gate carries them back over many steps.",
)
@pytest.mark.parametrize("batch", [1, 3])
def test_gradients(verify, draw, batch):
    """lets gradients through to the input, the old state and memory, and every parameter"""
    drawn = weights(draw, 2, 3), draw.normal(batch, 2), (draw.normal(batch, 3), draw.normal(batch, 3))
    verify("gradients", (2, 3), *drawn, (draw.normal(batch, 3), draw.normal(batch, 3)))


@check(
    1,
    "Which tensors do you make, and which do you change in place?",
    "`input.new_zeros(...)` takes dtype and device from the input; `c = f * c + i * g` leaves the caller's c alone.",
)
def test_contract(verify, draw):
    """keeps dtype and device, and leaves input, state and memory unchanged"""
    verify.contract("values", (2, 3), weights(draw, 2, 3), draw.normal(2, 2))
    verify.contract("values", (2, 3), weights(draw, 2, 3), draw.normal(2, 2), (draw.normal(2, 3), draw.normal(2, 3)))
