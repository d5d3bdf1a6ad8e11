"""Works with logarithms, and scatters -1."""

import torch


def softmax_cross_entropy_backward(logits, target):
    with torch.no_grad():
        log_p = logits - logits.logsumexp(dim=1, keepdim=True)
        grad = log_p.exp()
        minus_one = torch.full((len(target), 1), -1.0, dtype=grad.dtype, device=grad.device)
        grad = grad.scatter_add(1, target.unsqueeze(1), minus_one)
        return grad * (1 / logits.shape[0])
