"""shared and copied, held against torch.from_numpy and torch.tensor."""

import pytest
import torch

from torchgrade import Exercise, check


class _Right:
    """Both as they should be; each misconception below replaces one of them."""

    @staticmethod
    def shared(array):
        return torch.from_numpy(array)

    @staticmethod
    def copied(array):
        return torch.tensor(array)


# At the case's own dtype: the dtypes of array and tensor are the point.
exercise = Exercise("shared", "copied", reference=_Right, reference_dtype="case")


@exercise.probe_with
def write(learner, which, numbers, where="", view=""):
    """Make an array and a tensor of it, then write into one of them; return what both hold before and after."""
    whole = numbers.cpu().clone().numpy()
    array = {"": whole, "transposed": whole.T, "every second": whole[::2]}[view]
    tensor = learner.shared(array) if which == "shared" else learner.copied(array)
    seen = {"tensor": tensor.clone(), "dtype": str(tensor.dtype)}
    if where == "array":
        array[...] = array * 2 + 1
        seen["tensor, after a write into the array"] = tensor.clone()
    elif where == "tensor":
        tensor += 5
        seen["array, after a write into the tensor"] = torch.tensor(array)
    return seen


@exercise.misconception("`shared` makes a copy, as torch.tensor does", of=_Right, method="shared")
@staticmethod
def shared_copies(array):
    return torch.tensor(array)


@exercise.misconception("`shared` turns the numbers into float32, and so copies them", of=_Right, method="shared")
@staticmethod
def shared_float32(array):
    return torch.from_numpy(array).float()


@exercise.misconception(
    "`shared` makes the array contiguous first, which copies some arrays", of=_Right, method="shared"
)
@staticmethod
def shared_contiguous(array):
    return torch.from_numpy(array).contiguous()


@exercise.misconception("`shared` gives a flat tensor", of=_Right, method="shared")
@staticmethod
def shared_flat(array):
    return torch.from_numpy(array).reshape(-1)


@exercise.misconception("`copied` shares the memory, as from_numpy and as_tensor do", of=_Right, method="copied")
@staticmethod
def copied_shares(array):
    return torch.as_tensor(array)


@exercise.misconception("`copied` makes float32 of the numbers, as torch.Tensor(...) does", of=_Right, method="copied")
@staticmethod
def copied_float32(array):
    return torch.tensor(array).float()


@exercise.misconception("`copied` goes through a list, which forgets the dtype", of=_Right, method="copied")
@staticmethod
def copied_list(array):
    return torch.tensor(array.tolist())


@exercise.misconception(
    "`copied` by .contiguous() or reshape, which copies only where it must", of=_Right, method="copied"
)
@staticmethod
def copied_contiguous(array):
    return torch.from_numpy(array).contiguous()


@exercise.misconception("`copied` gives a flat tensor", of=_Right, method="copied")
@staticmethod
def copied_flat(array):
    return torch.tensor(array).reshape(-1)


ARRAYS = [((1,), ""), ((3,), ""), ((2, 3), ""), ((2, 3), "transposed"), ((4, 3), "every second")]


@check(
    4,
    "Write into the array: does your tensor know? And if its rows do not lie one behind the other?",
    "`torch.from_numpy` copies nothing; `torch.tensor` always copies, and `.contiguous()` and `reshape` now and then.",
)
@pytest.mark.parametrize(("shape", "view"), ARRAYS, ids=str)
def test_shared(verify, draw, shape, view):
    """`shared` shows what is written into the array, and the array shows what is written into it"""
    verify("shared", draw.normal(*shape), "array", view)
    verify("shared", draw.normal(*shape), "tensor", view)


@check(
    4,
    "Write into the array: does your tensor stay as it was?",
    "`torch.tensor(array)` copies; so does `.clone()`, and so does `array.copy()` before anything else.",
)
@pytest.mark.parametrize(("shape", "view"), ARRAYS, ids=str)
def test_copied(verify, draw, shape, view):
    """`copied` stays what it was when the array is written into, and the array stays when it is"""
    verify("copied", draw.normal(*shape), "array", view)
    verify("copied", draw.normal(*shape), "tensor", view)


@check(
    2,
    "A NumPy array has a dtype too. Which one has your tensor?",
    "No `.float()`, no `torch.Tensor(...)`, no list in between: they make float32 or int64 of everything.",
)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.int64, torch.uint8], ids=str)
def test_dtype(verify, draw, dtype):
    """keeps the array's dtype, both ways"""
    numbers = draw.integers(2, 3, low=1, high=50).to(dtype)
    verify("shared", numbers)
    verify("copied", numbers)
