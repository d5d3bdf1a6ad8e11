"""Embedding: a table with one row of numbers for every word, looked up by the word's number.

    y[..., :] = weight[ids[...], :]

The rows are learned. A batch touches few of them, so with sparse=True the gradient of the weight is a sparse tensor:
it holds the rows of the ids that occurred, and no zeros for all the others. `torch.sparse_coo_tensor(indices, values,
size)` makes one, with indices of shape (1, K) and values of shape (K, D); equal indices count as a sum.
"""

import torch


class Embedding(torch.nn.Module):
    """A lookup table, as torch.nn.Embedding: its parameter weight has the shape (num_embeddings, embedding_dim).

    At the start the weight is drawn from a normal distribution with mean 0 and standard deviation 1.

    Example:
        >>> layer = Embedding(5, 3)
        >>> layer(torch.tensor([[0, 4], [4, 2]])).shape
        torch.Size([2, 2, 3])

    Allowed: indexing, index_select, gather, one_hot, torch.autograd.Function (its backward may return a sparse tensor).
    Not allowed: torch.nn.Embedding and its relatives, torch.nn.functional.embedding.

    Check it with `pytest --exercise embedding`, get a hint with `torchgrade hint embedding`.
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, *, sparse: bool = False) -> None:
        """Make the table; `sparse` says which kind of gradient the weight gets."""
        ### BEGIN SOLUTION
        super().__init__()
        self.weight = torch.nn.Parameter(torch.randn(num_embeddings, embedding_dim))
        self.sparse = sparse
        ### END SOLUTION

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """Look up ids of shape (...), int64, in 0 to num_embeddings - 1; the result has the shape (..., embedding_dim).

        Raises:
            IndexError: an id is negative or too large.
        """
        ### BEGIN SOLUTION
        if ((input < 0) | (input >= len(self.weight))).any():
            raise IndexError(f"ids must lie in 0 to {len(self.weight) - 1}")
        if self.sparse:
            return _SparseLookup.apply(self.weight, input)
        return self.weight[input]


class _SparseLookup(torch.autograd.Function):
    """Indexing whose gradient holds the rows of the ids alone."""

    @staticmethod
    def forward(ctx, weight, ids):
        ctx.save_for_backward(ids)
        ctx.shape = weight.shape
        return weight[ids]

    @staticmethod
    def backward(ctx, grad):
        (ids,) = ctx.saved_tensors
        rows = grad.reshape(-1, ctx.shape[1])
        return torch.sparse_coo_tensor(ids.reshape(1, -1), rows, ctx.shape), None
        ### END SOLUTION
