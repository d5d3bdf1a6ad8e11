"""image_to_tensor and tensor_to_image, held against one line of torch each."""

import pytest
import torch

from torchgrade import Exercise, check


class _Right:
    """Both ways as they should be; each misconception below replaces one of them."""

    @staticmethod
    def image_to_tensor(image):
        return image.permute(2, 0, 1).to(torch.float32) / 255

    @staticmethod
    def tensor_to_image(tensor):
        return (tensor.clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0)


# At the case's own dtype: an image is float32 whatever else is wide.
exercise = Exercise("image_to_tensor", "tensor_to_image", reference=_Right, reference_dtype="case")


@exercise.probe_with
def turn(learner, way, image):
    """Turn an image one way, or with "and back" both; the numbers, and the dtype that they came in."""
    if way == "and back":
        y = learner.tensor_to_image(learner.image_to_tensor(image))
    else:
        y = learner.image_to_tensor(image) if way == "there" else learner.tensor_to_image(image)
    return {"image": y, "dtype": str(y.dtype)}


@exercise.misconception("numbers from 0 to 255, not divided by 255", of=_Right, method="image_to_tensor")
@staticmethod
def not_divided(image):
    return image.permute(2, 0, 1).to(torch.float32)


@exercise.misconception("divided by 256, so that white is less than 1", of=_Right, method="image_to_tensor")
@staticmethod
def by_256(image):
    return image.permute(2, 0, 1).to(torch.float32) / 256


@exercise.misconception("divided by the image's own largest number", of=_Right, method="image_to_tensor")
@staticmethod
def by_largest(image):
    return image.permute(2, 0, 1) / image.max().clamp(min=1)


@exercise.misconception(
    "255 as divisor only where a number is above 1: dark images too count to 255", of=_Right, method="image_to_tensor"
)
@staticmethod
def if_bright(image):
    image = image.permute(2, 0, 1).to(torch.float32)
    return image / 255 if image.max() > 1 else image


@exercise.misconception("divided in whole numbers, which leaves 0 and 1 alone", of=_Right, method="image_to_tensor")
@staticmethod
def whole_numbers(image):
    return (image.permute(2, 0, 1) // 255).to(torch.float32)


@exercise.misconception(
    "reshape for permute: right shape, numbers in the wrong places", of=_Right, method="image_to_tensor"
)
@staticmethod
def reshaped(image):
    return image.reshape(3, *image.shape[:2]) / 255


@exercise.misconception(
    "height and width exchanged: transpose(0, 2) turns the image over", of=_Right, method="image_to_tensor"
)
@staticmethod
def exchanged(image):
    return image.transpose(0, 2) / 255


@exercise.misconception("the colours left at the end", of=_Right, method="image_to_tensor")
@staticmethod
def colours_last(image):
    return image / 255


@exercise.misconception("blue first: the order of the colours turned round", of=_Right, method="image_to_tensor")
@staticmethod
def blue_first(image):
    return image.permute(2, 0, 1).flip(0) / 255


@exercise.misconception("numbers from -1 to 1", of=_Right, method="image_to_tensor")
@staticmethod
def around_zero(image):
    return image.permute(2, 0, 1) / 127.5 - 1


@exercise.misconception("float64, where float32 was asked for", of=_Right, method="image_to_tensor")
@staticmethod
def in_float64(image):
    return image.permute(2, 0, 1).double() / 255


@exercise.misconception(
    "the fraction cut off, not rounded: some colours come back one too small", of=_Right, method="tensor_to_image"
)
@staticmethod
def cut_off(tensor):
    return (tensor.clamp(0, 1) * 255).to(torch.uint8).permute(1, 2, 0)


@exercise.misconception("rounded up", of=_Right, method="tensor_to_image")
@staticmethod
def rounded_up(tensor):
    return (tensor.clamp(0, 1) * 255).ceil().to(torch.uint8).permute(1, 2, 0)


@exercise.misconception("times 256, which turns white into 256, and that into 0", of=_Right, method="tensor_to_image")
@staticmethod
def times_256(tensor):
    return (tensor.clamp(0, 1) * 256).long().to(torch.uint8).permute(1, 2, 0)


@exercise.misconception(
    "numbers outside of 0 to 1 not cut off: they go round in uint8", of=_Right, method="tensor_to_image"
)
@staticmethod
def not_clamped(tensor):
    return (tensor * 255).round().long().to(torch.uint8).permute(1, 2, 0)


@exercise.misconception(
    "numbers from 0 to 1 in uint8, not times 255: nearly all become 0", of=_Right, method="tensor_to_image"
)
@staticmethod
def not_multiplied(tensor):
    return tensor.clamp(0, 1).to(torch.uint8).permute(1, 2, 0)


@exercise.misconception(
    "the same permute(2, 0, 1) as on the way there, which does not undo it", of=_Right, method="tensor_to_image"
)
@staticmethod
def same_permute(tensor):
    return (tensor.clamp(0, 1) * 255).round().to(torch.uint8).permute(2, 0, 1)


@exercise.misconception(
    "height and width exchanged on the way back, as transpose(0, 2) does", of=_Right, method="tensor_to_image"
)
@staticmethod
def exchanged_back(tensor):
    return (tensor.clamp(0, 1) * 255).round().to(torch.uint8).transpose(0, 2)


@exercise.misconception("reshape for permute on the way back", of=_Right, method="tensor_to_image")
@staticmethod
def reshaped_back(tensor):
    return (tensor.clamp(0, 1) * 255).round().to(torch.uint8).reshape(*tensor.shape[1:], 3)


@exercise.misconception("floats, where uint8 was asked for", of=_Right, method="tensor_to_image")
@staticmethod
def still_float(tensor):
    return (tensor.clamp(0, 1) * 255).round().permute(1, 2, 0)


def picture(draw, height, width):
    """An image as a file has it, with black and white in it."""
    image = draw.integers(height, width, 3, high=256).to(torch.uint8)
    image[0, 0], image[-1, -1] = torch.tensor([0, 255, 7]), torch.tensor([255, 1, 0])
    return image


def numbers(draw, *shape, low=1, high=255):
    """Numbers whose 255-fold is clearly nearest to one whole number, so that rounding error decides nothing."""
    return (draw.integers(*shape, low=low, high=high) + draw.uniform(*shape, low=-0.4, high=0.4)) / 255


@check(
    4,
    "One pixel holds three numbers. In the new tensor, how far apart do they lie?",
    "`permute(2, 0, 1)` brings the colours to the front and keeps height and width in their order; reshape does not.",
    "Turn uint8 into float32, then divide by 255: `image.permute(2, 0, 1).to(torch.float32) / 255`.",
)
@pytest.mark.parametrize(("height", "width"), [(1, 2), (2, 2), (3, 3), (4, 6)])
def test_to_tensor(verify, draw, height, width):
    """turns (H, W, 3) of uint8 into (3, H, W) of float32 from 0 to 1"""
    verify("there", picture(draw, height, width))
    verify("there", picture(draw, height, width) // 2)
    verify("there", picture(draw, height, width) % 2)


@check(
    3,
    "Which permute undoes permute(2, 0, 1)? And what does a cast from float to uint8 do to 253.99998?",
    "The colours go from the front to the end: `permute(1, 2, 0)`. Times 255, then `.round()`, then uint8.",
)
@pytest.mark.parametrize(("height", "width"), [(1, 1), (2, 3), (4, 4)])
def test_to_image(verify, draw, height, width):
    """turns (3, H, W) of floats into (H, W, 3) of uint8, each number the nearest one"""
    tensor = numbers(draw, 3, height, width)
    tensor[:, 0, 0] = torch.tensor([0.3, 254.7, 128.6]) / 255
    verify("back", tensor)


@check(
    1,
    "What is the brightest that a pixel can be?",
    "Cut off what lies outside first: `tensor.clamp(0, 1)`; uint8 would go round at 256.",
)
def test_outside(verify, draw):
    """takes numbers below 0 for 0 and numbers above 1 for 1"""
    verify("back", torch.tensor([[[1.5]], [[-0.2]], [[0.4]]]))
    verify("back", numbers(draw, 3, 4, 5, low=-300, high=600))


@check(
    1,
    "Try all 256 numbers: which of them do not come back?",
    "A float32 is seldom exact, so 254.99998 must become 255: round before you cast to uint8.",
)
def test_and_back(verify, draw):
    """gives every image back exactly after both ways"""
    every = torch.arange(256)
    verify("and back", torch.stack([every, 255 - every, every.roll(100)], 1).to(torch.uint8).reshape(16, 16, 3))
    verify("and back", picture(draw, 2, 5))


@check(1, "Make new tensors on the device of the input, and leave the input as it is.")
def test_contract(verify, draw):
    """keeps the device, takes transposed images, and leaves its inputs unchanged"""
    verify.contract("there", picture(draw, 3, 2).transpose(0, 1))
    verify.contract("back", numbers(draw, 3, 4, 2, low=-100, high=400).transpose(1, 2))
