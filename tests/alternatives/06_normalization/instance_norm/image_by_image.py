"""Loops over images and channels, and collects the statistics on the way."""

import torch


def instance_norm(
    input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-5
):
    if use_input_stats and input[0][0].numel() < 2:
        raise ValueError("one pixel is not enough")
    images, means, variances = [], [], []
    for image in input:
        channels = []
        for c, channel in enumerate(image):
            if use_input_stats:
                mean, var = channel.mean(), channel.var(unbiased=False)
                means.append(mean.detach())
                variances.append(channel.detach().var())
            else:
                mean, var = running_mean[c], running_var[c]
            y = (channel - mean) / torch.sqrt(var + eps)
            if weight is not None:
                y = y * weight[c]
            if bias is not None:
                y = y + bias[c]
            channels.append(y)
        images.append(torch.stack(channels))
    if use_input_stats and running_mean is not None:
        new_mean = torch.stack(means).view(len(input), -1).mean(0)
        new_var = torch.stack(variances).view(len(input), -1).mean(0)
        running_mean.copy_(running_mean * (1 - momentum) + new_mean * momentum)
        running_var.copy_(running_var * (1 - momentum) + new_var * momentum)
    return torch.stack(images)
