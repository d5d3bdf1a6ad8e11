"""RNNCell, held against torch.nn.RNNCell with the same weights."""

import pytest
import torch

from torchgrade import Exercise, check, drive_cell

exercise = Exercise(
    "RNNCell",
    reference=torch.nn.RNNCell,
    forbidden=(
        "torch.nn.modules.rnn",
        "torch.rnn_tanh_cell",
        "torch.rnn_relu_cell",
        "torch.rnn_tanh",
        "torch.rnn_relu",
        "torch.mkldnn_rnn_layer",
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


class _Right(torch.nn.RNNCell):
    """Everything right, part by part."""

    def forward(self, input, hx=None):
        return self.squash(self.mix(input, self.zeros(input) if hx is None else hx))

    def zeros(self, x):
        return x.new_zeros(*x.shape[:-1], self.hidden_size)

    def mix(self, x, h):
        y = x @ self.weight_ih.T + h @ self.weight_hh.T
        return y if self.bias_ih is None else y + self.bias_ih + self.bias_hh

    def squash(self, y):
        return y.tanh() if self.nonlinearity == "tanh" else y.relu()


@exercise.misconception("a state that is forgotten: the step looks at the input alone", of=_Right, method="mix")
def forgets(self, x, h):
    return _Right.mix(self, x, torch.zeros_like(h))


@exercise.misconception("only one of the two biases added", of=_Right, method="mix")
def one_bias(self, x, h):
    y = x @ self.weight_ih.T + h @ self.weight_hh.T
    return y if self.bias_ih is None else y + self.bias_ih


@exercise.misconception("h @ W_hh without the transpose, which fits because W_hh is square", of=_Right, method="mix")
def no_transpose(self, x, h):
    y = x @ self.weight_ih.T + h @ self.weight_hh
    return y if self.bias_ih is None else y + self.bias_ih + self.bias_hh


@exercise.misconception("the product of both parts, where their sum was asked for", of=_Right, method="mix")
def multiplies(self, x, h):
    one, two = x @ self.weight_ih.T, h @ self.weight_hh.T
    return one * two if self.bias_ih is None else (one + self.bias_ih) * (two + self.bias_hh)


@exercise.misconception(
    "tanh of the input's part alone, with the state's part added after it", of=_Right, method="forward"
)
def squashes_input(self, input, hx=None):
    old = self.zeros(input) if hx is None else hx
    rest = old @ self.weight_hh.T if self.bias_ih is None else old @ self.weight_hh.T + self.bias_hh
    return self.squash(self.mix(input, self.zeros(input)) - (0 if self.bias_ih is None else self.bias_hh)) + rest


@exercise.misconception("the old state cut from the graph: no gradient reaches earlier steps", of=_Right, method="mix")
def detaches(self, x, h):
    return _Right.mix(self, x, h.detach())


@exercise.misconception("no nonlinearity at all", of=_Right, method="squash")
def linear(self, y):
    return y


@exercise.misconception("a sigmoid in the place of tanh", of=_Right, method="squash")
def sigmoid(self, y):
    return y.sigmoid() if self.nonlinearity == "tanh" else y.relu()


@exercise.misconception("tanh, whatever `nonlinearity` was asked for", of=_Right, method="squash")
def always_tanh(self, y):
    return y.tanh()


@exercise.misconception(
    "the state of the call before taken, where none was given: each call without one starts from zeros",
    of=_Right,
    method="forward",
)
def remembers(self, input, hx=None):
    self.__dict__["kept"] = _Right.forward(self, input, self.__dict__.get("kept") if hx is None else hx)
    return self.kept


@exercise.misconception("a missing state taken for ones", of=_Right, method="zeros")
def ones(self, x):
    return torch.ones_like(_Right.zeros(self, x))


@exercise.misconception("a state for every entry of a single input, as if it were a batch", of=_Right, method="zeros")
def batch_of_one(self, x):
    return x.new_zeros(x.shape[0], self.hidden_size)


@exercise.misconception(
    "torch.zeros(shape) as first state: float32 on the CPU, whatever the input is", of=_Right, method="zeros"
)
def zeros_on_cpu(self, x):
    return torch.zeros(*x.shape[:-1], self.hidden_size)


@exercise.misconception(
    "output and state as a pair, which torch.nn.RNN returns, and no cell", of=_Right, method="forward"
)
def pair(self, input, hx=None):
    return (_Right.forward(self, input, hx),) * 2


def _made(self, input_size, hidden_size, bias=True, nonlinearity="tanh"):
    _Right.__init__(self, input_size, hidden_size, bias, nonlinearity)
    return self


@exercise.misconception("biases also where bias=False was asked for", of=_Right, method="__init__")
def always_bias(self, input_size, hidden_size, bias=True, nonlinearity="tanh"):
    _made(self, input_size, hidden_size, True, nonlinearity)


@exercise.misconception(
    "names of their own, W_ih and W_hh: what others saved cannot be loaded", of=_Right, method="__init__"
)
def own_names(self, *args, **options):
    for name, p in [*_made(self, *args, **options).named_parameters()]:
        delattr(self, name)
        setattr(self, name.replace("weight", "W").replace("bias", "b"), p)


@exercise.misconception(
    "plain tensors, which no optimizer finds: torch.nn.Parameter is missing", of=_Right, method="__init__"
)
def plain_tensors(self, *args, **options):
    for name, p in [*_made(self, *args, **options).named_parameters()]:
        delattr(self, name)
        setattr(self, name, p.detach())


@exercise.misconception(
    "parameters drawn from a normal distribution, as torch.randn does", of=_Right, method="__init__"
)
def normal_start(self, *args, **options):
    for p in _made(self, *args, **options).parameters():
        torch.nn.init.normal_(p)


@exercise.misconception("biases that start at 0", of=_Right, method="__init__")
def zero_biases(self, *args, **options):
    for p in _made(self, *args, **options).parameters():
        p.data *= p.dim() - 1


@exercise.misconception(
    "a range of first values from input_size, where hidden_size sets it", of=_Right, method="__init__"
)
def range_of_inputs(self, input_size, *args, **options):
    for p in _made(self, input_size, *args, **options).parameters():
        torch.nn.init.uniform_(p, -(input_size**-0.5), input_size**-0.5)


def weights(draw, inputs, hidden, bias=True):
    """Parameters by their names in the state_dict."""
    found = {"weight_ih": draw.normal(hidden, inputs), "weight_hh": draw.normal(hidden, hidden)}
    return {**found, "bias_ih": draw.normal(hidden), "bias_hh": draw.normal(hidden)} if bias else found


@check(
    1,
    "Which tensors does a cell learn, which shapes have they, and how does a Module notice them?",
    "`self.weight_ih = torch.nn.Parameter(...)`: the attribute's name is the name in the state_dict.",
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
    "What are the shapes of x and weight_ih, and which product gives (N, hidden_size)?",
    "Add up four things, and squash their sum once.",
    "`torch.tanh(x @ self.weight_ih.T + self.bias_ih + hx @ self.weight_hh.T + self.bias_hh)`.",
)
@pytest.mark.parametrize(("batch", "inputs", "hidden"), [(1, 1, 1), (1, 2, 3), (4, 3, 2)], ids=str)
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


@check(1, "Keep the argument `nonlinearity` in __init__, and ask for it in forward.")
def test_relu(verify, draw):
    """has relu in the place of tanh if asked for"""
    verify("values", (3, 4), weights(draw, 3, 4), draw.normal(2, 3), draw.normal(2, 4), nonlinearity="relu")


@check(
    1,
    "An input of shape (input_size,) is one element, no batch. Which shape has its state?",
    "Take `input.shape[:-1]` for whatever comes before the last dimension: () or (N,).",
)
def test_single(verify, draw):
    """takes a single input as well as a batch, and raises if the input's size is wrong"""
    verify("values", (2, 3), weights(draw, 2, 3), draw.normal(2), draw.normal(3))
    verify("values", (2, 3), weights(draw, 2, 3), draw.normal(2))
    verify.raises(RuntimeError, ValueError)("values", (2, 3), weights(draw, 2, 3), draw.normal(1, 5))


@check(
    1,
    "Does anything cut the graph: .item(), .data, detach() or a new torch.tensor?",
    "Gradients must reach the old state too: that is how a network learns from steps long ago.",
)
@pytest.mark.parametrize("batch", [1, 3])
def test_gradients(verify, draw, batch):
    """lets gradients through to the input, the old state and every parameter"""
    drawn = weights(draw, 2, 3), 0.5 * draw.normal(batch, 2), 0.5 * draw.normal(batch, 3)
    verify("gradients", (2, 3), *drawn, (draw.normal(batch, 3),))


@check(1, "Make the zeros with `input.new_zeros(...)`: it takes dtype and device from the input.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves input and state unchanged"""
    verify.contract("values", (2, 3), weights(draw, 2, 3), draw.normal(2, 2))
    verify.contract("values", (2, 3), weights(draw, 2, 3), draw.normal(2, 2), draw.normal(2, 3))
