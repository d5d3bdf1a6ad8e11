"""InfoNCE: find your own key among all the keys of the batch.

    s_ij   = cos(query_i, key_j) / temperature
    loss_i = -log( exp(s_ii) / sum_j exp(s_ij) )         the loss is the mean over i

Two views of the same picture become a query and its key; the keys of all other pictures are the wrong
answers. So it is a cross entropy in which query i should choose "class" i. A small temperature makes small
differences of the cosines count a lot; with 0.01 the scores reach 100, so beware of exp.
"""

import torch


def info_nce(queries: torch.Tensor, keys: torch.Tensor, temperature: float = 0.1) -> torch.Tensor:
    """Return the InfoNCE loss of queries and keys.

    Args:
        queries: N vectors, shape (N, D), floating point, of any length but 0.
        keys: M vectors, shape (M, D), M at least N: keys[i] belongs to queries[i], every other key is a wrong
            answer to it. Keys beyond the first N are wrong answers to all. Fewer keys than queries raise
            ValueError.
        temperature: what the cosines are divided by; it may be as small as 0.001.

    Returns:
        The mean loss over the queries, shape (), with the dtype and device of queries. Gradients reach
        queries and keys.

    Example:
        >>> queries = torch.tensor([[1.0, 0.0], [0.0, 5.0]])
        >>> info_nce(queries, torch.tensor([[2.0, 0.0], [0.0, 1.0]]), temperature=1.0)
        tensor(0.3133)
        >>> info_nce(queries, torch.tensor([[0.0, 1.0], [2.0, 0.0]]), temperature=1.0)
        tensor(1.3133)

    Allowed: normalize, logsumexp, cross_entropy (you have built it) and whatever else you like. torch has no
    info_nce of its own.

    Check it with `pytest --exercise info_nce`, get a hint with `torchgrade hint info_nce`.
    """
    # TODO: your code here
    raise NotImplementedError
