"""RNN, held against torch.nn.RNN with the same weights."""

import pytest
import torch

from torchgrade import Exercise, check, drive_cell

F = torch.nn.functional

exercise = Exercise(
    "RNN",
    reference=torch.nn.RNN,
    forbidden=(
        "torch.nn.modules.rnn",
        "torch.rnn_tanh",
        "torch.rnn_relu",
        "torch.rnn_tanh_cell",
        "torch.rnn_relu_cell",
        "torch.mkldnn_rnn_layer",
    ),
)
exercise.equivalent(
    "every step has the same shape; hx holds one layer, which is the first and the last",
    "h = steps[0].new_zeros(steps[0].shape) if hx is None else hx[0] -> h = "
    "steps[(-1)].new_zeros(steps[0].shape) if hx is None else hx[0]",
    "h = steps[0].new_zeros(steps[0].shape) if hx is None else hx[0] -> h = "
    "steps[0].new_zeros(steps[(-1)].shape) if hx is None else hx[0]",
    "h = steps[0].new_zeros(steps[0].shape) if hx is None else hx[0] -> h = "
    "steps[0].new_zeros(steps[0].shape) if hx is None else hx[(-1)]",
)
exercise.probe_with(drive_cell)


class _Right(torch.nn.RNN):
    """Everything right, part by part."""

    def forward(self, input, hx=None):
        time = self.time(input)
        steps = input.unbind(time)
        first = self.zeros(steps[0]) if hx is None else self.first(hx)
        states = self.walk(steps, first)
        return self.answer(torch.stack(states, time), states[-1].unsqueeze(0), time)

    def time(self, x):
        return 1 if self.batch_first and x.dim() == 3 else 0

    def zeros(self, x):
        return x.new_zeros(*x.shape[:-1], self.hidden_size)

    def first(self, hx):
        return hx[0]

    def walk(self, steps, h):
        states = []
        for x in steps:
            h = self.step(x, h)
            states.append(h)
        return states

    def step(self, x, h):
        return self.total(x, h).tanh()

    def total(self, x, h):
        bias = (self.bias_ih_l0, self.bias_hh_l0) if self.bias else (None, None)
        return F.linear(x, self.weight_ih_l0, bias[0]) + F.linear(h, self.weight_hh_l0, bias[1])

    def answer(self, output, h_n, time):
        return output, h_n


@exercise.misconception("time in dimension 0, whatever `batch_first` says", of=_Right, method="time")
def never_batch_first(self, x):
    return 0


@exercise.misconception("time in dimension 1 of every batch, whatever `batch_first` says", of=_Right, method="time")
def always_batch_first(self, x):
    return 1 if x.dim() == 3 else 0


@exercise.misconception("a given h_0 that is never used", of=_Right, method="first")
def ignores_first(self, hx):
    return torch.zeros_like(hx[0])


@exercise.misconception(
    "h_0 with the batch in front if batch_first, where its first dimension counts layers", of=_Right, method="first"
)
def batch_first_h_0(self, hx):
    return hx[:, 0] if self.batch_first and hx.dim() == 3 else hx[0]


@exercise.misconception(
    "squeeze() without a dimension: it drops every dimension of size 1, not the layers alone", of=_Right, method="first"
)
def squeezes_all(self, hx):
    return hx.squeeze()


@exercise.misconception("a state that starts anew at every step: nothing is remembered", of=_Right, method="walk")
def never_carries(self, steps, h):
    return [self.step(x, h) for x in steps]


@exercise.misconception("a state that is cut from the graph at every step", of=_Right, method="walk")
def detaches(self, steps, h):
    states = []
    for x in steps:
        states.append(self.step(x, (states[-1] if states else h).detach()))
    return states


@exercise.misconception("the sequence read from its end to its start", of=_Right, method="walk")
def backwards(self, steps, h):
    return _Right.walk(self, steps[::-1], h)[::-1]


@exercise.misconception(
    "the states before each step: h_0 is in output, and the last one is missing", of=_Right, method="walk"
)
def one_late(self, steps, h):
    return [h, *_Right.walk(self, steps, h)[:-1]]


@exercise.misconception(
    "each state put into output before its step: h_0 is there, and the last one only in h_n",
    of=_Right,
    method="forward",
)
def appends_first(self, input, hx=None):
    output, h_n = _Right.forward(self, input, hx)
    time, first = self.time(input), torch.zeros_like(h_n) if hx is None else hx
    return torch.cat([first.transpose(0, time), output.narrow(time, 0, output.shape[time] - 1)], time), h_n


@exercise.misconception(
    "one tensor changed in place: every entry of output shows the last state", of=_Right, method="walk"
)
def same_tensor(self, steps, h):
    return [_Right.walk(self, steps, h)[-1]] * len(steps)


@exercise.misconception("only one of the two biases added", of=_Right, method="step")
def one_bias(self, x, h):
    return (F.linear(x, self.weight_ih_l0, self.bias_ih_l0 if self.bias else None) + h @ self.weight_hh_l0.T).tanh()


@exercise.misconception("no tanh", of=_Right, method="step")
def linear(self, x, h):
    return self.total(x, h)


@exercise.misconception(
    "h_n with the batch in front if batch_first, where its first dimension counts layers", of=_Right, method="answer"
)
def batch_first_state(self, output, h_n, time):
    return output, h_n.transpose(0, 1) if time else h_n


@exercise.misconception("h_n without its first dimension, which counts layers", of=_Right, method="answer")
def no_layers(self, output, h_n, time):
    return output, h_n[0]


@exercise.misconception("all states twice: h_n should be the last one alone", of=_Right, method="answer")
def all_twice(self, output, h_n, time):
    return output, output


@exercise.misconception("the last state twice: output should hold all of them", of=_Right, method="answer")
def last_twice(self, output, h_n, time):
    return h_n[0], h_n


@exercise.misconception(
    "output[-1] as h_n: with batch_first that is the last sample, not the last step", of=_Right, method="answer"
)
def last_sample(self, output, h_n, time):
    return output, output[-1:]


@exercise.misconception("output alone, without h_n", of=_Right, method="answer")
def output_alone(self, output, h_n, time):
    return output


@exercise.misconception(
    "torch.zeros(shape) as first state: float32 on the CPU, whatever the input is", of=_Right, method="zeros"
)
def zeros_on_cpu(self, x):
    return torch.zeros(*x.shape[:-1], self.hidden_size)


@exercise.misconception("biases also where bias=False was asked for", of=_Right, method="__init__")
def always_bias(self, input_size, hidden_size, *, bias=True, batch_first=False):
    torch.nn.RNN.__init__(self, input_size, hidden_size, batch_first=batch_first)


@exercise.misconception(
    "parameters drawn from a normal distribution, as torch.randn does", of=_Right, method="__init__"
)
def normal_start(self, *args, **options):
    torch.nn.RNN.__init__(self, *args, **options)
    for p in self.parameters():
        torch.nn.init.normal_(p)


def weights(draw, inputs, hidden, bias=True):
    """Parameters by their names in the state_dict."""
    found = {"weight_ih_l0": draw.normal(hidden, inputs), "weight_hh_l0": 0.7 * draw.normal(hidden, hidden)}
    return {**found, "bias_ih_l0": draw.normal(hidden), "bias_hh_l0": draw.normal(hidden)} if bias else found


@check(
    1,
    "The parameters are those of a cell. What does torch add to their names?",
    "`self.weight_ih_l0 = torch.nn.Parameter(...)`, drawn from `uniform_(-k, k)` with k = 1/sqrt(hidden_size).",
)
def test_parameters(verify, draw):
    """has torch's parameters by name and shape, and torch's range of first values"""
    verify("names", (2, 3), weights(draw, 2, 3), draw.normal(1, 1, 2))
    verify("names", (2, 3), weights(draw, 2, 3, False), draw.normal(1, 1, 2), bias=False)
    verify("start", (16, 256), weights(draw, 16, 256), draw.normal(1, 1, 16))


@check(
    3,
    "Which state does the second step start from?",
    "Keep h in a variable, replace it at every step, and append each new one to a list.",
    "`h = torch.tanh(x_t @ W_ih.T + b_ih + h @ W_hh.T + b_hh)`, at the end `torch.stack(states)` and `h.unsqueeze(0)`.",
)
@pytest.mark.parametrize(("length", "batch"), [(1, 1), (2, 1), (3, 2), (7, 4)], ids=str)
def test_values(verify, draw, length, batch):
    """reads a sequence step by step, from zeros, and returns all states and the last"""
    for bias in (True, False):
        verify("values", (2, 3), weights(draw, 2, 3, bias), draw.normal(length, batch, 2), bias=bias)


@check(
    2,
    "In which dimension of the input do the steps lie, and in which dimension of the output should they?",
    "`input.unbind(1)` gives the steps if the batch comes first, and `torch.stack(states, 1)` puts them back.",
    "h_n stays (1, N, hidden_size), whatever batch_first says.",
)
@pytest.mark.parametrize(("batch", "length"), [(1, 3), (3, 3), (2, 5)], ids=str)
def test_batch_first(verify, draw, batch, length):
    """takes and returns the batch in front with batch_first, except in the states"""
    drawn = weights(draw, 2, 3), draw.normal(batch, length, 2)
    verify("values", (2, 3), *drawn, batch_first=True)
    verify("values", (2, 3), *drawn, draw.normal(1, batch, 3), batch_first=True)


@check(
    1,
    "Which shape has h_0, and which part of it belongs to the only layer?",
    "`h = hx[0]` if hx is given: its first dimension counts layers.",
)
@pytest.mark.parametrize(("length", "batch"), [(1, 1), (3, 2)], ids=str)
def test_first_state(verify, draw, length, batch):
    """starts from h_0 if it is given"""
    for hidden in (3, 1):
        drawn = weights(draw, 2, hidden), draw.normal(length, batch, 2), draw.normal(1, batch, hidden)
        verify("values", (2, hidden), *drawn)


@check(
    1,
    "An input of shape (L, input_size) is one sequence, no batch. Which of its dimensions is time?",
    "Time is dimension 0 there, also with batch_first; output is (L, hidden_size) and h_n (1, hidden_size).",
)
@pytest.mark.parametrize("options", [{}, {"batch_first": True}], ids=str)
def test_single(verify, draw, options):
    """takes a single sequence as well as a batch"""
    verify("values", (2, 3), weights(draw, 2, 3), draw.normal(4, 2), **options)
    verify("values", (2, 3), weights(draw, 2, 3), draw.normal(4, 2), draw.normal(1, 3), **options)


@check(
    1,
    "How does an error at the last step reach the first input?",
    "Through every state in between: do not detach them, and do not copy numbers into a tensor with .data.",
)
@pytest.mark.parametrize(("length", "batch"), [(2, 1), (5, 3)], ids=str)
def test_gradients(verify, draw, length, batch):
    """lets gradients through all steps, to the input, h_0 and every parameter"""
    drawn = weights(draw, 2, 3), draw.normal(length, batch, 2), draw.normal(1, batch, 3)
    verify("gradients", (2, 3), *drawn, (draw.normal(length, batch, 3), draw.normal(1, batch, 3)))


@check(1, "Make zeros and results with the input's dtype and device, as `input.new_zeros(...)` and torch.stack do.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves input and state unchanged"""
    verify.contract("values", (2, 3), weights(draw, 2, 3), draw.normal(3, 2, 2))
    verify.contract("values", (2, 3), weights(draw, 2, 3), draw.normal(3, 2, 2), draw.normal(1, 2, 3))
