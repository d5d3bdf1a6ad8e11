"""First uses, paid once: every kind of small operation run on one thread before contestants are forked.

A child of a process that has only imported torch needs half a second for its first operations; a child of
one that has run each kind once needs milliseconds. More than one thread here would make the children hang.
"""

from __future__ import annotations

import gc
import importlib
import warnings

import torch

# Seconds to import and half of the zygote's memory, which every fork pays for: torch itself asks for it when an
# optimizer is made, and for some operations on the meta device.
_COMPILER = "torch._dynamo"
_MODULES = (
    "torch.utils.data",
    "torch.testing",
    "torch.nn.utils.rnn",
    "multiprocessing.queues",
    "multiprocessing.resource_sharer",
    "multiprocessing.synchronize",
    "numpy",
    "doctest",
    "dataclasses",
    "collections",
    "itertools",
    "functools",
    "typing",
)


def warm_up(compiler: bool = True) -> None:
    """Import what learners import, run what they run, then freeze the heap for cheap forks.

    Args:
        compiler: whether anything asked of the contestants will need torch's compiler.
    """
    torch.set_num_threads(1)
    for name in (*_MODULES, _COMPILER) if compiler else _MODULES:
        importlib.import_module(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for dtype in (torch.float32, torch.float64):
            _elementwise(dtype)
            _products(dtype)
            _losses(dtype)
    if compiler:
        _training()
    gc.disable()
    gc.freeze()  # garbage too: what it left free would lie between other things, on pages that a child must copy


def _elementwise(dtype: torch.dtype) -> None:
    x = torch.linspace(-2, 2, 12, dtype=dtype).reshape(3, 4).requires_grad_()
    y = (x.exp() / x.exp().sum(1, keepdim=True)).log().clamp(min=-3).sqrt().nan_to_num() + x.pow(2).mean(0)
    y = torch.where(x > 0, y, -y) * x.amax(1, keepdim=True).maximum(x) + x.var(0) + x.cumsum(0)
    y.flatten().sort().values.sum().backward()
    x.detach().isnan().any(), x.detach().isfinite().all(), x.detach().argmax(1), torch.empty_like(x, device="meta")


def _products(dtype: torch.dtype) -> None:
    a, b = torch.ones(2, 3, 4, dtype=dtype, requires_grad=True), torch.ones(2, 4, 5, dtype=dtype)
    image, kernel = torch.ones(2, 3, 6, 6, dtype=dtype), torch.ones(4, 3, 3, 3, dtype=dtype, requires_grad=True)
    columns = torch.nn.functional.unfold(image, 3)
    total = (
        (a @ b).sum()
        + torch.einsum("nij,njk->nik", a, b).sum()
        + torch.baddbmm(torch.ones(2, 3, 5, dtype=dtype), a, b).sum()
    )
    total = total + torch.nn.functional.linear(a, b[0].T).sum() + torch.tensordot(a[0], b[0], 1).sum()
    total = total + torch.nn.functional.conv2d(image, kernel).sum() + (kernel.reshape(4, -1) @ columns).sum()
    torch.autograd.grad(total, (a, kernel))


def _losses(dtype: torch.dtype) -> None:
    logits, labels = torch.ones(4, 3, dtype=dtype, requires_grad=True), torch.tensor([0, 1, 2, 0])
    loss = torch.nn.functional.cross_entropy(logits, labels) + torch.nn.functional.mse_loss(logits, logits.detach())
    loss = loss + logits.logsumexp(1)[torch.arange(4)].gather(0, labels).sum() + logits.softmax(1).std()
    loss.backward()


def _training() -> None:
    model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2))
    for kind in (torch.optim.SGD, torch.optim.Adam):
        optimizer = kind(model.parameters(), lr=0.1)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(torch.randn(5, 4)), torch.zeros(5, dtype=torch.long)).backward()
        optimizer.step()
