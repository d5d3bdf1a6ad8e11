"""movedim, and in-place steps on a copy."""

import torch


def image_to_tensor(image):
    return torch.movedim(image, -1, 0).contiguous().to(torch.float).div_(255.0)


def tensor_to_image(tensor):
    return tensor.mul(255).round_().clamp_(0, 255).type(torch.uint8).movedim(0, -1).contiguous()
