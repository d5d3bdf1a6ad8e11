"""Which of torch's own test calls each exercise promises to answer: what tools/freeze_samples.py keeps, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

Args = tuple[Any, ...]
Options = dict[str, Any]
Test = Callable[[Args, Options], bool]


@dataclass(frozen=True)
class Contract:
    """Which operator an exercise is held against, and which calls it promises to answer.

    `lacks` are options that the exercise has not: they are left out of a call. `accepts` sees the call before that,
    and refuses those that mean nothing without such an option. `positions` name arguments that torch's tests give by
    position and the exercise takes by name.
    """

    operator: str
    accepts: Test = lambda args, options: True
    lacks: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()

    def read(self, args: Args, options: Options) -> tuple[Args, Options] | None:
        """A call as the exercise takes it, or None where it is beyond the exercise's contract."""
        named = dict(zip(self.positions, args[1:], strict=False))
        args, options = args[: max(1, len(args) - len(named))], {**named, **options}
        tensors = [item for item in (*args, *options.values()) if isinstance(item, torch.Tensor)]
        if not all(tensor.numel() for tensor in tensors) or not self.accepts(args, options):
            return None
        return args, {name: item for name, item in options.items() if name not in self.lacks}


def _along_a_dimension(args: Args, options: Options) -> bool:
    """No lone number: it has no dimension along which to add up, though torch takes dim 0 of it."""
    return args[0].dim() > 0


def _images(args: Args, options: Options) -> bool:
    """Batches of images only, and padding in numbers: no exercise takes a lone image, "same" or "valid"."""
    return args[0].dim() == 4 and not isinstance(options.get("padding"), str)


def _plain_images(args: Args, options: Options) -> bool:
    return _images(args, options) and options.get("groups", 1) == options.get("dilation", 1) == 1


def _max_pool(args: Args, options: Options) -> bool:
    plain = not options["ceil_mode"] and not options["return_indices"]
    return plain and args[0].dim() == 4 and options["dilation"] == 1


def _avg_pool(args: Args, options: Options) -> bool:
    """Numbers and pairs, no tuples of one number or none.

    Nearly all of torch's samples have ceil_mode or divisor_override. They are kept for their windows, steps and
    count_include_pad, and asked without these two: a call that torch answers like any other.
    """
    sizes = (options.get(name, 1) for name in ("kernel_size", "stride", "padding"))
    return all(isinstance(size, int) or len(size) == 2 for size in sizes)


def _batch_norm(args: Args, options: Options) -> bool:
    """Rows and images with running statistics; momentum is left out, as torch's samples have negative ones."""
    return args[0].dim() in (2, 4) and args[1] is not None


def _eps(args: Args, options: Options) -> bool:
    """An eps that keeps a root away from 0, as the exercises say of it; torch tests negative ones too."""
    return (options.get("eps") or 0) >= 0


def _layer_norm(args: Args, options: Options) -> bool:
    """More than one number: one number alone, normalized, is 0 whatever it is, and shows nothing but the bias."""
    return _eps(args, options) and args[0].numel() > 1


def _class_numbers(args: Args, options: Options) -> bool:
    """Targets that are numbers of classes, and weights of one sign: a mean divides by their sum, else near 0.

    A sample is left out where `ignore_index` is one of its targets: it then ignores nearly all of them, and a mean
    is NaN or one single loss.
    """
    scores, labels = args[:2]
    if labels.is_floating_point() or scores.dim() < 2 or options.get("ignore_index", -100) in labels:
        return False
    weight = options.get("weight")
    return weight is None or bool((weight > 0).all()) or bool((weight < 0).all())


def _samples(args: Args, options: Options) -> bool:
    """Rows of samples: "batchmean" divides by their number, and of one distribution alone torch counts the entries."""
    return args[0].dim() > 1


def _attention(args: Args, options: Options) -> bool:
    """No dropout, which draws numbers, and none of the fused forms' special cases (grouped queries)."""
    return options.get("dropout_p", 0.0) == 0.0 and not options.get("enable_gqa")


POOL = ("kernel_size", "stride", "padding", "ceil_mode", "count_include_pad", "divisor_override")

# leaky_relu is not here: torch's one sample of it is a 10 x 10 tensor with the default slope.
CONTRACTS = {
    "03_activations/softmax": Contract("softmax", _along_a_dimension),
    "03_activations/log_softmax": Contract("log_softmax", _along_a_dimension),
    "03_activations/gelu": Contract("nn.functional.gelu"),
    "03_activations/elu": Contract("nn.functional.elu"),
    "04_layers/linear": Contract("nn.functional.linear"),
    "05_convolution/conv2d": Contract("nn.functional.conv2d", _plain_images, lacks=("groups", "dilation")),
    "05_convolution/conv2d_general": Contract("nn.functional.conv2d", _images),
    "05_convolution/conv_transpose2d": Contract(
        "nn.functional.conv_transpose2d", _plain_images, lacks=("groups", "dilation")
    ),
    "05_convolution/max_pool2d": Contract(
        "nn.functional.max_pool2d", _max_pool, lacks=("ceil_mode", "return_indices", "dilation")
    ),
    "05_convolution/avg_pool2d": Contract(
        "nn.functional.avg_pool2d", _avg_pool, lacks=("ceil_mode", "divisor_override"), positions=POOL
    ),
    "06_normalization/batch_norm": Contract("nn.functional.batch_norm", _batch_norm, lacks=("momentum",)),
    "06_normalization/layer_norm": Contract("nn.functional.layer_norm", _layer_norm),
    "06_normalization/group_norm": Contract("nn.functional.group_norm", _eps),
    "06_normalization/rms_norm": Contract("nn.functional.rms_norm", _eps),
    "07_sequences/scaled_dot_product_attention": Contract(
        "nn.functional.scaled_dot_product_attention", _attention, lacks=("dropout_p", "enable_gqa")
    ),
    "08_losses/nll_loss": Contract("nn.functional.nll_loss", _class_numbers, lacks=("ignore_index",)),
    "08_losses/cross_entropy_full": Contract(
        "nn.functional.cross_entropy", lambda args, options: _class_numbers(args, options) and args[0].dim() == 2
    ),
    "08_losses/mse_loss": Contract("nn.functional.mse_loss"),
    "08_losses/l1_loss": Contract("nn.functional.l1_loss"),
    "08_losses/huber_loss": Contract("nn.functional.huber_loss"),
    "08_losses/binary_cross_entropy_with_logits": Contract("nn.functional.binary_cross_entropy_with_logits"),
    "08_losses/kl_div": Contract("nn.functional.kl_div", _samples),
}

# Of an optimizer the options that are tested together. Left out are those with an option that the exercise lacks
# (maximize, amsgrad) and those whose lr is a tensor, which torch's compiler needs and no learner has to take.
OPTIMIZERS = {
    "09_optimizers/sgd": ("SGD", ("lr", "momentum", "dampening", "weight_decay", "nesterov")),
    "09_optimizers/adam": ("Adam", ("lr", "betas", "eps", "weight_decay")),
    "09_optimizers/adamw": ("AdamW", ("lr", "betas", "eps", "weight_decay")),
    "09_optimizers/rmsprop": ("RMSprop", ("lr", "alpha", "eps", "weight_decay", "momentum", "centered")),
    "09_optimizers/adagrad": ("Adagrad", ("lr", "lr_decay", "weight_decay", "initial_accumulator_value", "eps")),
}
ALWAYS = {"09_optimizers/sgd": {"lr": 1e-3}}  # torch's default, where the exercise has none
