"""Takes the three colours apart and stacks them."""

import torch


def image_to_tensor(image):
    red, green, blue = image.float().unbind(2)
    return torch.stack([red, green, blue]) * (1 / 255)


def tensor_to_image(tensor):
    numbers = torch.floor(255 * tensor + 0.5)
    numbers = torch.minimum(torch.maximum(numbers, torch.zeros_like(numbers)), torch.full_like(numbers, 255))
    return torch.stack(tuple(numbers), dim=-1).byte()
