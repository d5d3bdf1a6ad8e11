"""choose_device, held against the order cuda, mps, cpu."""

import pytest
import torch

from torchgrade import Exercise, check


def in_order(cuda, mps):
    return torch.device("cuda" if cuda else "mps" if mps else "cpu")


exercise = Exercise("choose_device", reference=in_order)


@exercise.probe_with
def ask(choose_device, cuda, mps):
    """The device's type as a word, whether it came as a torch.device, and the choice with keywords."""
    device, again = choose_device(cuda, mps), choose_device(mps=mps, cuda=cuda)
    if not isinstance(device, torch.device):
        return {"type": str(device).partition(":")[0], "is a torch.device": False, "the same again": device == again}
    return {"type": device.type, "is a torch.device": True, "the same again": device == again}


@exercise.misconception("the name of the device, a str, where a torch.device was asked for")
def name_only(cuda, mps):
    return in_order(cuda, mps).type


@exercise.misconception("the CPU, whatever the arguments say, or what this computer has: the two arguments decide")
def always_cpu(cuda, mps):
    return torch.device("cpu")


@exercise.misconception("always cuda, also where there is none")
def always_cuda(cuda, mps):
    return torch.device("cuda")


@exercise.misconception("mps before cuda; an NVIDIA card is the first choice")
def mps_first(cuda, mps):
    return torch.device("mps" if mps else "cuda" if cuda else "cpu")


@exercise.misconception("never mps: without an NVIDIA card the CPU, though an Apple chip may be there")
def never_mps(cuda, mps):
    return torch.device("cuda" if cuda else "cpu")


@exercise.misconception("the choice of cuda lost again: a second `if` with an `else` decides anew; `elif` or `return`")
def decided_anew(cuda, mps):
    return torch.device("mps" if mps else "cpu")


@exercise.misconception("cuda only where mps is there as well")
def both_needed(cuda, mps):
    return torch.device("cuda" if cuda and mps else "mps" if mps else "cpu")


@exercise.misconception("mps wherever there is no cuda, also where there is no mps")
def never_cpu(cuda, mps):
    return torch.device("cuda" if cuda else "mps")


@check(
    4,
    "Which device do you want if both are there?",
    "Ask one after the other: `if cuda: ...`, then `if mps: ...`, and what is left is the CPU.",
    '`return torch.device("cuda")` if cuda is true.',
)
@pytest.mark.parametrize(("cuda", "mps"), [(True, False), (True, True)], ids=str)
def test_cuda(verify, draw, cuda, mps):
    """takes the NVIDIA card where there is one, as a torch.device"""
    verify(cuda, mps)
    verify(cuda, draw.choice((True, False)))


@check(
    3,
    "What if there is no NVIDIA card, but an Apple chip?",
    '`return torch.device("mps")` if mps is true and cuda is not.',
)
@pytest.mark.parametrize("cuda", [False, True])
def test_mps(verify, draw, cuda):
    """takes the Apple chip where there is one and no NVIDIA card"""
    verify(cuda, True)
    verify(draw.choice((True, False)), True)


@check(
    3,
    "Is there always a device left?",
    '`return torch.device("cpu")` at the end. Only the arguments count, not what this computer has.',
)
def test_cpu(verify, draw):
    """takes the CPU where there is nothing else, and only there"""
    verify(False, False)
    for _ in range(6):
        verify(draw.choice((True, False)), draw.choice((True, False)))
