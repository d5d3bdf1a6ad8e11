from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.authoring.stub import cut_stub, has_own_stub
from torchgrade.errors import CatalogueError

RELU = '''"""ReLU."""


def relu(x):
    """Return x without its negative part."""
    ### BEGIN SOLUTION
    return x.clamp(min=0)
    ### END SOLUTION
'''

RELU_STUB = '''"""ReLU."""


def relu(x):
    """Return x without its negative part."""
    # TODO: your code here
    raise NotImplementedError
'''

any_line = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]))
body_lines = st.lists(any_line.filter(lambda line: not line.strip().startswith("#")))


def around(*body: str) -> str:
    return "\n".join(["def f():", "    ### BEGIN SOLUTION", *body, "    ### END SOLUTION", ""])


def test_a_region_becomes_a_todo_that_raises():
    assert cut_stub(RELU) == RELU_STUB


@given(body_lines)
def test_nothing_of_the_body_can_be_told_from_the_stub(body):
    assert cut_stub(around(*body)) == cut_stub(around("    return 1"))


def test_every_method_has_its_own_region_and_indentation():
    source = """class SGD:
    def step(self):
        ### BEGIN SOLUTION
        self.t += 1
        ### END SOLUTION

    def zero_grad(self):
        ### BEGIN SOLUTION
        self.g = None
        ### END SOLUTION
"""
    todo = "        # TODO: your code here\n        raise NotImplementedError\n"
    expected = f"class SGD:\n    def step(self):\n{todo}\n    def zero_grad(self):\n{todo}"
    assert cut_stub(source) == expected


def test_calling_the_stub_says_that_it_is_not_implemented():
    names: dict[str, object] = {}
    exec(compile(cut_stub(RELU), "relu.py", "exec"), names)
    with pytest.raises(NotImplementedError):
        names["relu"](1.0)


def test_imports_within_the_region_leave_with_it():
    assert "math" not in cut_stub(around("    import math", "    return math.pi"))


def test_line_ends_of_windows_give_the_same_stub():
    assert cut_stub(RELU.replace("\n", "\r\n")) == RELU_STUB


def test_a_solution_may_hold_the_text_of_its_stub():
    source = around(
        "    total = 0",
        "    ### STUB",
        "    # total = 1  # one bug is here",
        "    #",
        "    # for n in numbers:",
        "    #     total += n",
        "    ### END STUB",
        "    return total",
    )
    given_text = "    total = 1  # one bug is here\n\n    for n in numbers:\n        total += n\n"
    assert cut_stub(source) == "def f():\n" + given_text
    assert has_own_stub(source)
    assert not has_own_stub(RELU)


REFUSED = {
    "absent": ("def f():\n    return 1\n", 1, "no solution region"),
    "unclosed": ("def f():\n    ### BEGIN SOLUTION\n    return 1\n", 2, "never closed"),
    "nested": (around("    ### BEGIN SOLUTION", "    return 1", "    ### END SOLUTION"), 3, "inside the region"),
    "end without begin": ("def f():\n    return 1\n    ### END SOLUTION\n", 3, "outside a solution region"),
    "stub text outside": ("### STUB\n# x\n### END STUB\n" + RELU, 1, "outside a solution region"),
    "stub text unclosed": (around("    ### STUB", "    # return 1"), 5, "Begin every line with '# '"),
    "stub text to the end": ("def f():\n    ### BEGIN SOLUTION\n    ### STUB\n    # pass", 3, "never closed"),
    "stub text twice": (
        around("    ### STUB", "    # pass", "    ### END STUB", "    ### STUB", "    # pass", "    ### END STUB"),
        6,
        "inside the region",
    ),
    "stub text not commented": (around("    ### STUB", "    return 2", "    ### END STUB"), 4, "Begin every line"),
    "misspelt begin": (RELU + "\n# BEGIN SOLUTION\n", 10, "is no marker"),
    "misspelt end": (around("    return 1", "    ### end solution"), 4, "is no marker"),
    "words after it": (RELU.replace("BEGIN SOLUTION", "BEGIN SOLUTION here"), 6, "is no marker"),
    "does not compile": (RELU + "\ndef g(:\n", 10, "does not compile"),
    "a return too many": (RELU + "\nreturn 1\n", 10, "does not compile"),
    "stub text does not compile": (around("    ### STUB", "    # return (", "    ### END STUB"), 4, "not compile"),
    "not python at all": (RELU + "\0", 1, "does not compile"),
    "region of a module": ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n", 1, "raise when imported"),
    "region of a class": (
        "class A:\n    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\n",
        2,
        "raise when imported",
    ),
}


@pytest.mark.parametrize(("source", "line", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_broken_solution_is_refused_with_file_and_line(source, line, reason):
    with pytest.raises(CatalogueError) as caught:
        cut_stub(source, "solutions/03_activations/relu.py")
    assert str(caught.value).startswith(f"solutions/03_activations/relu.py:{line}: ")
    assert reason in str(caught.value)


def test_cutting_and_generating_need_no_torch(run_python):
    done = run_python("import torchgrade.authoring.stub, torchgrade.authoring.generate", blocked=("torch",))
    assert (done.returncode, done.stderr) == (0, "")
