"""Makes the target from detached copies of all that it is made of."""


def stop_gradient(weight, clean, noisy):
    frozen_weight, frozen_clean = weight.detach().clone(), clean.data
    difference = noisy.mm(weight) - frozen_clean.mm(frozen_weight)
    return (difference * difference).sum() / difference.numel()
