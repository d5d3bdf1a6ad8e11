from __future__ import annotations

from torchgrade.grading.command import grade_folder
from torchgrade.grading.fingerprint import FEWEST_TOKENS, fingerprint
from torchgrade.results_io import read

STUB = 'import torch\n\n\ndef f(x: torch.Tensor) -> float:\n    """Add."""\n    raise NotImplementedError\n'
BODY = "".join(f"    total = total * {n} + x[{n}] - {n}\n" for n in range(12))
LONG = f'"""Mine."""\nimport torch\n\n\ndef f(x: torch.Tensor) -> float:\n    total = 0\n{BODY}    return total\n'


def test_names_comments_docstrings_annotations_and_layout_do_not_count():
    other = LONG.replace("total", "summe").replace("(x:", "(value:").replace("x[", "value[")
    other = other.replace("def f", "# mine alone\ndef f").replace(": torch.Tensor) -> float", ")").replace("    ", "  ")
    assert fingerprint(LONG, STUB)
    assert fingerprint(other, STUB) == fingerprint(LONG, STUB)


def test_another_operation_is_another_answer():
    assert fingerprint(LONG.replace("- 7", "+ 7"), STUB) != fingerprint(LONG, STUB)


def test_a_short_answer_has_none():
    short = "def f(x):\n    e = (x - x.max()).exp()\n    return e / e.sum()\n"
    assert len(short.split()) < FEWEST_TOKENS
    assert fingerprint(short, STUB) == ""


def test_what_the_stub_gave_does_not_count():
    assert fingerprint(LONG.replace("- 7", "+ 7"), LONG) == ""


def test_a_text_that_does_not_parse_has_none():
    assert fingerprint(f"{LONG}def (", STUB) == fingerprint("\0", STUB) == fingerprint("(" * 10_000, STUB) == ""


def test_grading_writes_them_into_the_results(course, warm):
    text = LONG.replace("def f(x: torch.Tensor) -> float:", "def twice(x):").replace("import torch\n", "")
    for name, factor in (("a", "total"), ("b", "summe"), ("c", "other")):
        course.hand_in(f"{name}.py", text.replace("total", factor).replace("- 7", "+ 7" if name == "c" else "- 7"))
    grade_folder(course.hand_ins, course.out, graders=course.graders, jobs=1, seed=1)
    a, b, c = (read(course.out / "results" / f"{name}.json").fingerprints for name in "abc")
    assert a == b != c
    assert list(a) == ["01_first/twice"]
