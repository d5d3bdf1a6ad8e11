"""GRUCell, held against torch.nn.GRUCell with the same weights."""

import pytest
import torch

from torchgrade import Exercise, check, drive_cell

F = torch.nn.functional

exercise = Exercise(
    "GRUCell",
    reference=torch.nn.GRUCell,
    forbidden=(
        "torch.nn.modules.rnn",
        "torch.gru_cell",
        "torch.gru",
        "torch.mkldnn_rnn_layer",
        "aten::_thnn_fused*",
        "aten::*gru*",
    ),
)
exercise.equivalent(
    "a state of zeros of shape (hidden_size,) broadcasts over the batch",
    "hx = input.new_zeros(*input.shape[:-1], self.hidden_size) -> hx = input.new_zeros(*input.shape[:-2], "
    "self.hidden_size)",
    "hx = input.new_zeros(*input.shape[:-1], self.hidden_size) -> hx = input.new_zeros(*input.shape[:-0], "
    "self.hidden_size)",
)
exercise.probe_with(drive_cell)


class _Right(torch.nn.GRUCell):
    """Everything right, part by part."""

    def forward(self, input, hx=None):
        h = self.zeros(input) if hx is None else hx
        r, z, n = self.gates(F.linear(input, self.weight_ih, self.bias_ih), self.seen(h), h)
        return self.mix(r, z, n, h)

    def zeros(self, x):
        return x.new_zeros(*x.shape[:-1], self.hidden_size)

    def seen(self, h):
        return F.linear(h, self.weight_hh, self.bias_hh)

    def gates(self, x, y, h):
        (x_r, x_z, x_n), (y_r, y_z, y_n) = x.chunk(3, -1), y.chunk(3, -1)
        r = (x_r + y_r).sigmoid()
        return r, (x_z + y_z).sigmoid(), self.propose(x_n, y_n, r, h)

    def propose(self, x_n, y_n, r, h):
        return (x_n + r * y_n).tanh()

    def mix(self, r, z, n, h):
        return (1 - z) * n + z * h


@exercise.misconception(
    "the reset gate on h before the product, W_hn (r * h), as in the first paper", of=_Right, method="propose"
)
def resets_before(self, x_n, y_n, r, h):
    rows = slice(2 * self.hidden_size, None)
    bias = None if self.bias_hh is None else self.bias_hh[rows]
    return (x_n + F.linear(r * h, self.weight_hh[rows], bias)).tanh()


@exercise.misconception("the bias b_hn outside the reset gate", of=_Right, method="propose")
def bias_outside(self, x_n, y_n, r, h):
    bias = 0 if self.bias_hh is None else self.bias_hh[2 * self.hidden_size :]
    return (x_n + r * (y_n - bias) + bias).tanh()


@exercise.misconception("no reset gate: the proposal always sees the whole state", of=_Right, method="propose")
def no_reset(self, x_n, y_n, r, h):
    return (x_n + y_n).tanh()


@exercise.misconception("the reset gate on the input's part as well", of=_Right, method="propose")
def resets_all(self, x_n, y_n, r, h):
    return (r * (x_n + y_n)).tanh()


@exercise.misconception("a sigmoid for the proposal, which should be a tanh", of=_Right, method="propose")
def sigmoid_proposal(self, x_n, y_n, r, h):
    return (x_n + r * y_n).sigmoid()


@exercise.misconception("z and 1 - z swapped: z * n + (1 - z) * h", of=_Right, method="mix")
def swaps_update(self, r, z, n, h):
    return z * n + (1 - z) * h


@exercise.misconception("the proposal alone: the update gate is never used", of=_Right, method="mix")
def no_update(self, r, z, n, h):
    return n


@exercise.misconception("n + z * h: the factor (1 - z) is missing", of=_Right, method="mix")
def adds_all(self, r, z, n, h):
    return n + z * h


@exercise.misconception("the old state cut from the graph where it is mixed in", of=_Right, method="mix")
def detaches(self, r, z, n, h):
    return (1 - z) * n + z * h.detach()


@exercise.misconception("output and state as a pair, which torch.nn.GRU returns, and no cell", of=_Right, method="mix")
def pair(self, r, z, n, h):
    return (_Right.mix(self, r, z, n, h),) * 2


@exercise.misconception("the gates in the order z, r, n, where torch has r, z, n", of=_Right, method="gates")
def order_zrn(self, x, y, h):
    (x_z, x_r, x_n), (y_z, y_r, y_n) = x.chunk(3, -1), y.chunk(3, -1)
    r = (x_r + y_r).sigmoid()
    return r, (x_z + y_z).sigmoid(), self.propose(x_n, y_n, r, h)


@exercise.misconception("the gates in the order r, n, z, where torch has r, z, n", of=_Right, method="gates")
def order_rnz(self, x, y, h):
    (x_r, x_n, x_z), (y_r, y_n, y_z) = x.chunk(3, -1), y.chunk(3, -1)
    r = (x_r + y_r).sigmoid()
    return r, (x_z + y_z).sigmoid(), (x_n + r * y_n).tanh()


@exercise.misconception("every third row taken for a gate, where torch stacks whole blocks", of=_Right, method="gates")
def interleaved(self, x, y, h):
    (x_r, x_z, x_n), (y_r, y_z, y_n) = (t.unflatten(-1, (self.hidden_size, 3)).unbind(-1) for t in (x, y))
    r = (x_r + y_r).sigmoid()
    return r, (x_z + y_z).sigmoid(), (x_n + r * y_n).tanh()


@exercise.misconception("only one of the two biases added", of=_Right, method="seen")
def one_bias(self, h):
    return h @ self.weight_hh.T


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
    return torch.zeros(*x.shape[:-1], self.hidden_size)


@exercise.misconception("biases also where bias=False was asked for", of=_Right, method="__init__")
def always_bias(self, input_size, hidden_size, bias=True):
    torch.nn.GRUCell.__init__(self, input_size, hidden_size)


@exercise.misconception(
    "parameters drawn from a normal distribution, as torch.randn does", of=_Right, method="__init__"
)
def normal_start(self, *args, **options):
    torch.nn.GRUCell.__init__(self, *args, **options)
    for p in self.parameters():
        torch.nn.init.normal_(p)


@exercise.misconception("biases that start at 0", of=_Right, method="__init__")
def zero_biases(self, *args, **options):
    torch.nn.GRUCell.__init__(self, *args, **options)
    for p in self.parameters():
        p.data *= p.dim() - 1


def weights(draw, inputs, hidden, bias=True):
    """Parameters by their names in the state_dict."""
    found = {"weight_ih": draw.normal(3 * hidden, inputs), "weight_hh": draw.normal(3 * hidden, hidden)}
    return {**found, "bias_ih": draw.normal(3 * hidden), "bias_hh": draw.normal(3 * hidden)} if bias else found


@check(
    1,
    "How many blocks are stacked into one matrix, and how many rows has each of them?",
    "`self.weight_ih = torch.nn.Parameter(torch.empty(3 * hidden_size, input_size))`, and so on.",
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
    "Which part of the proposal does the reset gate touch?",
    "Keep the input's product and the state's product apart: r multiplies the state's third alone, bias included.",
    "`n = torch.tanh(input_n + r * state_n)`, then `(1 - z) * n + z * hx`.",
)
@pytest.mark.parametrize(("batch", "inputs", "hidden"), [(1, 1, 1), (1, 2, 3), (4, 3, 2), (2, 3, 6)], ids=str)
def test_values(verify, draw, batch, inputs, hidden):
    """takes torch's step from a given state, with and without bias"""
    for bias in (True, False):
        drawn = weights(draw, inputs, hidden, bias), draw.normal(batch, inputs), draw.normal(batch, hidden)
        verify("values", (inputs, hidden), *drawn, bias=bias)


@check(
    1,
    "What does a cell remember before the first step?",
    "Zeros, in the shape of the state and with the dtype and device of the input: `input.new_zeros(...)`.",
)
@pytest.mark.parametrize("batch", [1, 3])
def test_first_step(verify, draw, batch):
    """starts from zeros if no state is given"""
    verify("values", (2, 3), weights(draw, 2, 3), draw.normal(batch, 2))


@check(
    1,
    "An input of shape (input_size,) is one element, no batch. Which dimension do the gates share out?",
    "Count from the end: `chunk(3, dim=-1)`, and `input.shape[:-1]` for whatever comes before.",
)
def test_single(verify, draw):
    """takes a single input as well as a batch, and raises if the input's size is wrong"""
    verify("values", (2, 3), weights(draw, 2, 3), draw.normal(2), draw.normal(3))
    verify("values", (2, 3), weights(draw, 2, 3), draw.normal(2))
    verify.raises(RuntimeError, ValueError)("values", (2, 3), weights(draw, 2, 3), draw.normal(1, 5))


@check(
    2,
    "Does anything cut the graph: .item(), .data, detach() or a new torch.tensor?",
    "The old state has two ways into the new one: through the products, and through z * h. Both carry gradients.",
)
@pytest.mark.parametrize("batch", [1, 3])
def test_gradients(verify, draw, batch):
    """lets gradients through to the input, the old state and every parameter"""
    drawn = weights(draw, 2, 3), draw.normal(batch, 2), draw.normal(batch, 3)
    verify("gradients", (2, 3), *drawn, (draw.normal(batch, 3),))


@check(1, "Make the zeros with `input.new_zeros(...)`: it takes dtype and device from the input.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves input and state unchanged"""
    verify.contract("values", (2, 3), weights(draw, 2, 3), draw.normal(2, 2))
    verify.contract("values", (2, 3), weights(draw, 2, 3), draw.normal(2, 2), draw.normal(2, 3))
