"""NeuralNetwork, held against the same layers from torch.nn."""

import pytest
import torch

from torchgrade import Exercise, check

nn = torch.nn


class _Network(nn.Module):
    """The right network, with the parts that people get wrong as methods of their own."""

    name = "linear_relu_stack"
    sizes = (784, 512, 512, 10)
    bias = True

    def __init__(self):
        super().__init__()
        self.add_module(self.name, nn.Sequential(*self.layers()))

    def layers(self):
        first, second, third = (
            nn.Linear(i, o, bias=self.bias) for i, o in zip(self.sizes, self.sizes[1:], strict=False)
        )
        return [first, self.bend(), second, self.bend(), third]

    def bend(self):
        return nn.ReLU()

    def forward(self, x):
        return self.last(getattr(self, self.name)(self.rows(x)))

    def rows(self, x):
        return x.flatten(1)

    def last(self, scores):
        return scores


exercise = Exercise("NeuralNetwork", reference=_Network)


@exercise.probe_with
def drive(NeuralNetwork, task, images, seeds):
    """Fill a network with numbers that its weights' names and these seeds decide, and ask it for scores."""
    model = NeuralNetwork()
    names = ["linear_relu_stack." + place + kind for place in "024" for kind in (".weight", ".bias")]
    sizes = [[512, 784], [512], [512, 512], [512], [10, 512], [10]]
    found = {name: list(p.shape) for name, p in model.state_dict().items()}
    if task == "names":
        again = NeuralNetwork()
        again.load_state_dict(model.state_dict())
        trained = sum(p.numel() for p in model.parameters() if p.requires_grad)
        start = next(model.parameters())
        return {"state_dict": found, "trained": trained, "starts at random": bool(start.detach().std() > 0)}
    if found != dict(zip(names, sizes, strict=True)):
        rest = ("scores", "scores in eval mode") if task == "scores" else ("shape of the scores", "gradients")
        return {"state_dict": found, **dict.fromkeys(rest)}
    model = model.to(images.device, images.dtype)
    state = {}
    for name, size, seed in zip(names, sizes, seeds, strict=True):
        fan = size[-1] if len(size) > 1 else 1
        waves = torch.sin(
            seed * torch.arange(1, 1 + torch.Size(size).numel(), device=images.device, dtype=torch.float64)
        )
        state[name] = (2 * waves * fan**-0.5).reshape(size).to(images.dtype)
    model.load_state_dict(state)
    scores = model(images)
    if task == "scores":
        return {"state_dict": found, "scores": scores, "scores in eval mode": model.eval()(images)}
    size = list(scores.shape)
    if not scores.requires_grad or size != [len(images), 10]:
        return {"state_dict": found, "shape of the scores": size, "gradients": None}
    scores.square().mean().backward()
    gradients = {name: p.grad for name, p in model.named_parameters()}
    some = {name: g if g is None or g.dim() == 1 else g[:5, ::7] for name, g in gradients.items()}
    return {"state_dict": found, "shape of the scores": size, "gradients": some}


@exercise.misconception(
    "only the first image of the batch asked, where each has ten scores", of=_Network, method="rows"
)
def first_image(self, x):
    return x.flatten(1).reshape(-1, 784)[:1]


@exercise.misconception("softmax at the end: cross-entropy would apply it a second time", of=_Network, method="last")
def softmax_last(self, scores):
    return scores.softmax(1)


@exercise.misconception("log_softmax at the end, where raw scores were asked for", of=_Network, method="last")
def log_softmax_last(self, scores):
    return scores.log_softmax(1)


@exercise.misconception(
    "probabilities in eval mode: the scores are raw in either mode, and whoever uses them takes the softmax",
    of=_Network,
    method="last",
)
def softmax_in_eval(self, scores):
    return scores if self.training else scores.softmax(1)


@exercise.misconception("a ReLU after the last layer: no score can be negative", of=_Network, method="last")
def relu_last(self, scores):
    return scores.relu()


@exercise.misconception("classes returned, where their scores were asked for", of=_Network, method="last")
def classes(self, scores):
    return scores.argmax(1)


@exercise.misconception(
    "nothing between the linear layers: three of them are no more than one", of=_Network, method="bend"
)
def no_bend(self):
    return nn.Identity()


@exercise.misconception("a sigmoid between the layers in the place of ReLU", of=_Network, method="bend")
def sigmoids(self):
    return nn.Sigmoid()


@exercise.misconception("a tanh between the layers in the place of ReLU", of=_Network, method="bend")
def tanhs(self):
    return nn.Tanh()


@exercise.misconception(
    "columns of the image where its rows should be: it was turned before flattening", of=_Network, method="rows"
)
def turned(self, x):
    return x.transpose(-1, -2).flatten(1)


@exercise.misconception(
    "points divided by 255 inside the model: whoever loads the images does that", of=_Network, method="rows"
)
def scaled(self, x):
    return x.flatten(1) / 255


@exercise.misconception("layers one behind the other without the ReLUs' places: 0, 1, 2 in the place of 0, 2, 4")
class _Places(_Network):
    def layers(self):
        return _Network.layers(self)[::2]

    def forward(self, x):
        one, two, three = self.linear_relu_stack
        return three(two(one(x.flatten(1)).relu()).relu())


@exercise.misconception("Flatten as the first layer of linear_relu_stack: the linear layers move on to 1, 3 and 5")
class _FlattenInside(_Network):
    def layers(self):
        return [nn.Flatten(), *_Network.layers(self)]

    def forward(self, x):
        return self.linear_relu_stack(x)


@exercise.misconception("another name than linear_relu_stack: saved parameters cannot be loaded")
class _Named(_Network):
    name = "stack"


@exercise.misconception("layers without bias")
class _NoBias(_Network):
    bias = False


@exercise.misconception("hidden layers of 128, where 512 were asked for")
class _Narrow(_Network):
    sizes = (784, 128, 128, 10)


@exercise.misconception("only one hidden layer")
class _Shallow(_Network):
    def layers(self):
        return [nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 10)]


@exercise.misconception("a layer made anew in every forward: it never learns")
class _Anew(_Network):
    def layers(self):
        return [*_Network.layers(self)[:4]]

    def forward(self, x):
        return nn.Linear(512, 10)(self.linear_relu_stack(x.flatten(1)))


def given(draw, *shape):
    return draw.uniform(*shape), [draw.choice(range(3, 40)) / 7 for _ in range(6)]


@check(
    3,
    "What does `list(model.state_dict())` show, and what should it show?",
    "The attribute must be called linear_relu_stack, and ReLUs take the places 1 and 3 in it.",
    "`self.linear_relu_stack = torch.nn.Sequential(Linear(784, 512), ReLU(), ..., Linear(512, 10))`.",
)
def test_names(verify, draw):
    """has the usual six parameters, by name and shape"""
    verify("names", *given(draw, 1, 28, 28))
    verify("scores", *given(draw, 1, 28, 28))


@check(
    3,
    "Through which layers does an image go, and what happens to the last scores?",
    "Flatten all dimensions behind the first, then send the rows through the stack; nothing comes after it.",
    "`return self.linear_relu_stack(self.flatten(x))`, with `self.flatten = torch.nn.Flatten()`.",
)
@pytest.mark.parametrize("shape", [(1, 28, 28), (2, 28, 28), (3, 1, 28, 28)], ids=str)
def test_scores(verify, draw, shape):
    """gives ten raw scores for each image"""
    verify("scores", *given(draw, *shape))


@check(
    3,
    "Does every layer take part in forward, and is there a ReLU between any two?",
    "Use the layers made in __init__; a layer made in forward is new every time.",
)
@pytest.mark.parametrize("samples", [1, 4])
def test_gradients(verify, draw, samples):
    """lets the gradient through to all six parameters"""
    verify("gradients", *given(draw, samples, 28, 28))


@check(1, "Leave device and dtype to `.to(...)`: make no tensors in forward.")
def test_contract(verify, draw):
    """works in float64 and on another device after .to(...), and leaves its input unchanged"""
    verify.contract("scores", *given(draw, 2, 28, 28))
