"""Choose where to compute: on the graphics card if there is one.

    cuda   an NVIDIA card                     the first choice
    mps    the graphics part of an Apple chip the second
    cpu    is always there

Say it once at the start of a program, and write `.to(device)` everywhere else: the same code then runs
anywhere.
"""

import torch


def choose_device(cuda: bool, mps: bool) -> torch.device:
    """Return the best device that there is.

    Args:
        cuda: whether an NVIDIA card can be used, as torch.cuda.is_available() says.
        mps: whether an Apple graphics processor can be used, as torch.backends.mps.is_available() says.

    Returns:
        A torch.device (no str) of type "cuda", "mps" or "cpu".

    Example:
        >>> choose_device(cuda=False, mps=True)
        device(type='mps')

    Nothing is forbidden. Decide by the two arguments alone, not by what the computer you are sitting at has.

    Check it with `pytest --exercise choose_device`, get a hint with `torchgrade hint choose_device`.
    """
    ### BEGIN SOLUTION
    if cuda:
        return torch.device("cuda")
    if mps:
        return torch.device("mps")
    return torch.device("cpu")
    ### END SOLUTION
