import torch


def cross_entropy(logits, target, reduction="mean"):
    # log softmax = z - logsumexp(z)
    logp = logits - torch.logsumexp(logits, 1, keepdim=True)
    nll = -logp.gather(1, target.view(-1, 1)).view(-1)
    if reduction == "mean":
        nll = nll.mean()
    elif reduction == "sum":
        nll = nll.sum()
    return nll
