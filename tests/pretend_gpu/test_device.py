"""The pretended GPU does what a GPU does, wherever graders, contestants and messages rely on it."""

from __future__ import annotations

import pytest

CASES = {
    "tensors are plain ones with memory of their own": """
x = torch.ones(2, 3, device="cuda")
assert (type(x), x.device, x.is_cuda) == (torch.Tensor, torch.device("cuda:0"), True)
assert x.t()[0].data_ptr() == x.data_ptr() and x.clone().data_ptr() != x.data_ptr()
x.t_()
x.t()[1].fill_(5)
assert x.tolist() == [[1, 5]] * 3
""",
    "devices do not mix, but for single numbers and indices": """
x = torch.ones(3, device="cuda")
assert (x + torch.tensor(1.0)).device == x[torch.tensor([0])].device == x.device
try:
    x + torch.ones(3)
except RuntimeError as error:
    assert "Expected all tensors to be on the same device" in str(error)
else:
    raise SystemExit("added")
""",
    "an index out of range ends the context": """
x = torch.ones(3, device="cuda")
for attempt in (lambda: x[torch.tensor([7], device="cuda")], lambda: x + 1, torch.cuda.synchronize):
    try:
        attempt()
    except torch.AcceleratorError as error:
        assert "device-side assert" in str(error)
    else:
        raise SystemExit("went on")
""",
    "a dimension out of range is only an error": """
x = torch.ones(3, device="cuda")
try:
    x.sum(4)
except IndexError:
    assert x.sum() == 3
""",
    "memory ends": """
torch.cuda.set_per_process_memory_fraction(0.001)
kept = torch.ones(1000, device="cuda")
for size in (1 << 50, 1 << 24):
    try:
        torch.empty(size, dtype=torch.uint8, device="cuda")
    except torch.OutOfMemoryError as error:
        assert "CUDA out of memory" in str(error)
    else:
        raise SystemExit("taken")
assert kept.sum() == 1000
""",
    "a child of a fork has no GPU": """
torch.ones(1, device="cuda")
if os.fork() == 0:
    try:
        torch.ones(1, device="cuda") + 1
    except RuntimeError:
        os._exit(3)
    os._exit(0)
assert os.waitstatus_to_exitcode(os.wait()[1]) == 3
""",
    "nothing is initialised before it is used": """
assert torch.cuda.is_available() and not torch.cuda.is_initialized()
torch.manual_seed(1)
first = torch.rand(3, device="cuda")
torch.cuda.manual_seed_all(1)
assert torch.cuda.is_initialized() and torch.equal(first, torch.rand(3, device="cuda"))
""",
    "a backward runs on a thread of the device's": """
import threading
seen = []
class Spy(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.clone()
    @staticmethod
    def backward(ctx, grad):
        seen.append(threading.get_ident())
        return grad
Spy.apply(torch.ones(1, device="cuda", requires_grad=True)).backward()
assert seen and seen[0] != threading.get_ident()
""",
    "inference mode, convolutions, sparse gradients, cells, checkpoints": """
import io
model = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.Flatten(), torch.nn.LSTMCell(18, 4)).cuda()
with torch.inference_mode():
    assert model(torch.ones(1, 1, 5, 5, device="cuda"))[0].is_cuda
model(torch.ones(1, 1, 5, 5, device="cuda"))[0].sum().backward()
assert model[0].weight.grad.abs().sum() > 0
table = torch.nn.Embedding(3, 4, sparse=True).cuda()
table(torch.tensor([1, 1], device="cuda")).sum().backward()
assert table.weight.grad.is_sparse and table.weight.grad.to_dense()[1].tolist() == [2] * 4
file = io.BytesIO()
torch.save(model.state_dict(), file)
file.seek(0)
assert all(value.is_cuda for value in torch.load(file).values())
""",
}


@pytest.mark.parametrize("title", CASES)
def test_the_pretended_gpu(on_gpu, title):
    run = on_gpu("python", "-c", f"import os, torch\n{CASES[title]}")
    assert run.returncode == 0, run.stderr
