import torch


def stable_softmax(z):
    z = z - z.max(dim=1, keepdim=True).values
    e = torch.exp(z)
    return e / e.sum(dim=1, keepdim=True)


def cross_entropy(logits, target, reduction="mean"):
    p = stable_softmax(logits)
    # probability of the right class of every sample
    p_right = p[torch.arange(len(target)), target]
    loss = -torch.log(p_right)
    if reduction == "mean":
        return loss.mean()
    if reduction == "sum":
        return loss.sum()
    return loss
