"""pad_collate, held against torch.nn.utils.rnn.pad_sequence."""

import pytest
import torch

from torchgrade import Exercise, check


def with_torch(batch, padding_value=0.0):
    sequences = [sequence for sequence, _ in batch]
    device = sequences[0].device
    padded = torch.nn.utils.rnn.pad_sequence(sequences, batch_first=True, padding_value=padding_value)
    lengths = torch.tensor([len(sequence) for sequence in sequences], device=device)
    return padded, lengths, torch.tensor([label for _, label in batch], device=device)


exercise = Exercise(
    "pad_collate",
    reference=with_torch,
    forbidden=("torch.nn.utils.rnn", "aten::pad_sequence", "torch.nested", "aten::*to_padded*"),
)
exercise.equivalent(
    "all samples have one device, dtype and size of features",
    "padded = sequences[0].new_full((len(batch), longest, *sequences[0].shape[1:]), padding_value) -> padded "
    "= sequences[(-1)].new_full((len(batch), longest, *sequences[0].shape[1:]), padding_value)",
    "padded = sequences[0].new_full((len(batch), longest, *sequences[0].shape[1:]), padding_value) -> padded "
    "= sequences[0].new_full((len(batch), longest, *sequences[(-1)].shape[1:]), padding_value)",
)


@exercise.probe_with
def drive(pad_collate, batch, *padding, **options):
    """Collate; lengths and labels may lie on the CPU, where torch wants those of packed sequences, or beside them."""
    found = pad_collate(batch, *padding, **options)
    if not isinstance(found, (tuple, list)):
        return found
    device = batch[0][0].device
    return [found[0], *(each.to(device) if isinstance(each, torch.Tensor) else each for each in found[1:])]


@exercise.misconception("padding before the sequence, not behind it")
def in_front(batch, padding_value=0.0):
    turned, lengths, labels = with_torch([(sequence.flip(0), label) for sequence, label in batch], padding_value)
    return turned.flip(1), lengths, labels


@exercise.misconception("time first: of shape (longest, n), where (n, longest) was asked for")
def time_first(batch, padding_value=0.0):
    padded, lengths, labels = with_torch(batch, padding_value)
    return padded.transpose(0, 1), lengths, labels


@exercise.misconception("longer sequences cut to the length of the shortest")
def cut(batch, padding_value=0.0):
    padded, lengths, labels = with_torch(batch, padding_value)
    return padded[:, : lengths.min()], lengths, labels


@exercise.misconception("zeros for padding, whatever padding_value was asked for")
def always_zero(batch, padding_value=0.0):
    return with_torch(batch)


@exercise.misconception("the last item of a sequence repeated, where the padding value belongs")
def repeats_last(batch, padding_value=0.0):
    longest = max(len(sequence) for sequence, _ in batch)
    filled = [torch.cat([s, *[s[-1:]] * (longest - len(s))]) for s, _ in batch]
    padded = with_torch([(s, label) for s, (_, label) in zip(filled, batch, strict=True)], padding_value)[0]
    return padded, *with_torch(batch)[1:]


@exercise.misconception("the padded length for every sequence, not its own")
def padded_lengths(batch, padding_value=0.0):
    padded, lengths, labels = with_torch(batch, padding_value)
    return padded, torch.full_like(lengths, padded.shape[1]), labels


@exercise.misconception("lengths counted by what is not 0, so that zeros in a sequence are taken for padding")
def counts_nonzero(batch, padding_value=0.0):
    padded, _, labels = with_torch(batch, padding_value)
    filled = padded != 0 if padded.dim() == 2 else (padded != 0).any(2)
    return padded, filled.sum(1), labels


@exercise.misconception("the batch sorted by length: samples no longer stand where they came")
def sorted_by_length(batch, padding_value=0.0):
    return with_torch(sorted(batch, key=lambda sample: -len(sample[0])), padding_value)


@exercise.misconception("the sequences alone sorted by length: labels stand beside the wrong ones")
def labels_apart(batch, padding_value=0.0):
    padded, lengths, _ = sorted_by_length(batch, padding_value)
    return padded, lengths, with_torch(batch)[2]


@exercise.misconception("a padded tensor and lengths, without the labels")
def no_labels(batch, padding_value=0.0):
    return with_torch(batch, padding_value)[:2]


@exercise.misconception("no item for the sequences that are empty")
def drops_empty(batch, padding_value=0.0):
    return with_torch([sample for sample in batch if len(sample[0])], padding_value)


@exercise.misconception("a tensor made with torch.full of default dtype: float32, on the CPU")
def default_tensor(batch, padding_value=0.0):
    padded, lengths, labels = with_torch(batch, padding_value)
    return torch.full(padded.shape, padding_value).copy_(padded), lengths.cpu(), labels.cpu()


@exercise.misconception("sequences copied without their history, so that no gradient reaches them")
def without_gradient(batch, padding_value=0.0):
    return with_torch([(sequence.detach(), label) for sequence, label in batch], padding_value)


def samples(draw, lengths, *features):
    """Floating sequences of these lengths with labels; without features they are tokens, 0 among them."""
    labels = [draw.integers(high=10).item() for _ in lengths]
    if features:
        return [(draw.normal(n, *features), label) for n, label in zip(lengths, labels, strict=True)]
    tokens = [draw.integers(n, low=1, high=50) * (torch.arange(n) != 1) for n in lengths]
    return list(zip(tokens, labels, strict=True))


@check(
    4,
    "How wide must the tensor be so that the longest sequence fits, and where does a shorter one lie in it?",
    "Make a tensor full of the padding value, then write each sequence to the beginning of its row.",
    "`padded = first.new_full((n, longest), padding_value)`, then `padded[i, : len(sequence)] = sequence`.",
)
@pytest.mark.parametrize("lengths", [(2, 1), (2,), (3, 3), (1, 4, 2), (3, 2, 5, 1)], ids=str)
def test_tokens(verify, draw, lengths):
    """pads sequences of numbers, and returns their lengths and labels"""
    verify(samples(draw, lengths))


@check(
    2,
    "What shape has one item of a sequence if the sequence has shape (length, features)?",
    "Only the time is padded: the result is of shape (n, longest, features).",
)
@pytest.mark.parametrize(("lengths", "features"), [((2, 1), 3), ((3,), 2), ((1, 4, 3), 2), ((2, 2), 2)], ids=str)
def test_features(verify, draw, lengths, features):
    """pads sequences of feature vectors"""
    verify(samples(draw, lengths, features))


@check(
    1,
    "Which value stands behind the end of a sequence?",
    "Fill with `padding_value` first; by default it is 0.",
)
@pytest.mark.parametrize("value", [-1, 7])
def test_padding_value(verify, draw, value):
    """fills up with padding_value"""
    verify(samples(draw, (3, 1)), padding_value=value)
    verify(samples(draw, (1, 3, 2), 2), value + 0.5)


@check(
    1,
    "What is row i of the batch if sequence i has no items at all?",
    "A row of padding, with length 0 and a label like any other.",
)
def test_empty(verify, draw):
    """keeps a place for a sequence of length 0"""
    verify(samples(draw, (2, 0, 3)))
    verify(samples(draw, (0, 2), 3))


@check(
    1,
    "Stay inside torch operations: .tolist(), .data and numpy cut the gradient.",
    "Writing a sequence into a slice of the padded tensor lets gradients through.",
)
def test_gradient(verify, draw):
    """lets the gradient through to every sequence"""
    verify.gradients(samples(draw, (3, 1, 2), 2))


@check(
    1,
    "Which dtype and device have the sequences, and which has your padded tensor?",
    "`sequence.new_full(...)` keeps dtype and device; lengths and labels are int64.",
)
def test_contract(verify, draw):
    """keeps dtype and device, and leaves the sequences unchanged"""
    verify.contract(samples(draw, (2, 3)))
    verify.contract(samples(draw, (2, 3), 2))
