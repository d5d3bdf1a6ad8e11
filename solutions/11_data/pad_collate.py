"""Collate: put sequences of different lengths into one tensor.

Sentences have different lengths, a tensor has straight edges. So the shorter ones are filled up at the end
with a padding value, and their true lengths are kept, so that a model can tell padding from content:

    padded[i, t] = sequence_i[t]      for t < length_i
    padded[i, t] = padding_value      for t >= length_i

A function that makes a batch out of a list of samples is called a collate function.
"""

import torch


def pad_collate(
    batch: list[tuple[torch.Tensor, int]], padding_value: float = 0.0
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Make one batch out of a list of samples.

    Args:
        batch: n samples (sequence, label), n > 0. A sequence has shape (length,) or (length, features), all
            of them with the same features, dtype and device; lengths differ, and one may be 0.
        padding_value: what to fill up with.

    Returns:
        padded: shape (n, longest) or (n, longest, features), with the sequences' dtype and device; gradients
            reach the sequences.
        lengths: the sequences' own lengths, shape (n,), int64.
        labels: the labels, shape (n,), int64. Sample i of the batch is sample i of all three. Lengths and labels
            may lie on the CPU or on the sequences' device.

    Example:
        >>> pad_collate([(torch.tensor([7, 8, 9]), 1), (torch.tensor([5]), 0)])
        (tensor([[7, 8, 9],
                [5, 0, 0]]), tensor([3, 1]), tensor([1, 0]))

    Allowed: new_full, cat, stack, torch.nn.functional.pad and whatever else you like.
    Not allowed: torch.nn.utils.rnn (pad_sequence, pack_sequence, ...) and torch.nested.

    Check it with `pytest --exercise pad_collate`, get a hint with `torchgrade hint pad_collate`.
    """
    ### BEGIN SOLUTION
    sequences = [sequence for sequence, _ in batch]
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    labels = torch.tensor([label for _, label in batch])
    longest = max(len(sequence) for sequence in sequences)
    padded = sequences[0].new_full((len(batch), longest, *sequences[0].shape[1:]), padding_value)
    for i, sequence in enumerate(sequences):
        padded[i, : len(sequence)] = sequence
    return padded, lengths, labels
    ### END SOLUTION
