from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.device_scan import hard_coded

ROOT = Path(__file__).parents[1]
HONEST = [
    *sorted((ROOT / "solutions").glob("*/*.py")),
    *sorted((ROOT / "tests" / "alternatives").glob("*/*/*.py")),
]


def found(code: str) -> list[tuple[str, int]]:
    return hard_coded(f"import torch\n\n\ndef f(x, there):\n    {code}\n", ["f"])


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("return x.cuda().exp()", ".cuda()"),
        ('return x.to("cuda")', '"cuda"'),
        ('return x + torch.zeros(3, device="cuda:0")', '"cuda:0"'),
        ('there = torch.device("cuda")', '"cuda"'),
        ('torch.set_default_device("cuda")', '"cuda"'),
    ],
)
def test_cuda_asked_for_under_no_condition_is_found_with_its_line(code, written):
    assert found(code) == [(written, 5)]


@pytest.mark.parametrize(
    "code",
    [
        'return x.to("cuda" if torch.cuda.is_available() else "cpu")',
        'there = torch.device("cuda") if there else x.device',
        'there = there and torch.device("cuda")',
        'return x.to(there) if there != "cuda" else x',
        'return "cuda"',
        'return x.to("cpu")',
        "return x.to(x.device)",
    ],
)
def test_a_choice_or_a_mere_word_is_not(code):
    assert found(code) == []


def test_what_the_exercise_does_not_reach_is_nobody_s_mistake():
    text = (
        'def f(x):\n    return x\n\n\ndef mine():\n    return f(1).cuda()\n\n\nif __name__ == "__main__":\n    mine()\n'
    )
    assert hard_coded(text, ["f"]) == []
    assert hard_coded(text, ["mine"]) == [(".cuda()", 6)]


def test_what_does_not_parse_is_left_to_loading_it():
    assert hard_coded("def f(:\n", ["f"]) == []


@pytest.mark.parametrize("path", HONEST, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_honest_answer_is_told_anything(path):
    text = path.read_text(encoding="utf-8")
    names = [
        line.split()[1].split("(")[0].rstrip(":") for line in text.splitlines() if line.startswith(("def ", "class "))
    ]
    assert hard_coded(text, names) == []
