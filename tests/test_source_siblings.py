from __future__ import annotations

import pytest

from torchgrade.source_siblings import siblings

HELPER = "def fast(x): ...\n\n\ndef slow(x): ...\n"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("from helper import fast\n", ["fast"]),
        ("from helper import fast as f, slow\n", ["fast", "slow"]),
        ("from .helper import fast\n", ["fast"]),
        ("from helper import *\n", ["fast", "slow"]),
        ("import helper\n\ndef f(x):\n    return helper.fast(x)\n", ["fast"]),
        ("import helper as h\n\ndef f(x):\n    return h.slow(x)\n", ["slow"]),
        ("import helper\n\ndef f(x):\n    return getattr(helper, 'fa' + 'st')(x)\n", ["fast", "slow"]),
        ("def f(x):\n    from helper import fast\n    return fast(x)\n", ["fast"]),
    ],
)
def test_a_sibling_is_asked_for_the_names_that_the_answer_uses(text, asked):
    assert siblings({"a.py": text, "helper.py": HELPER, "other.py": HELPER}, "a.py") == {"helper.py": asked}


def test_siblings_lead_on_to_siblings_and_circles_end():
    files = {
        "u/a.py": "from b import one\n",
        "u/b.py": "from c import two\n\ndef one(x):\n    return two(x)\n",
        "c.py": "import a\n\ndef two(x):\n    return x\n",
    }
    assert siblings(files, "u/a.py") == {"u/b.py": ["one"], "c.py": ["two"]}


def test_packages_are_followed_into_their_files():
    files = {"a.py": "from p import m\nfrom p.n import x\n", "p/__init__.py": "", "p/m.py": HELPER, "p/n.py": "x = 1\n"}
    assert siblings(files, "a.py") == {"p/m.py": ["fast", "slow"], "p/n.py": ["x"]}


@pytest.mark.parametrize("text", ["import torch\nfrom math import pi\n", "def f(:\n", "\0"])
def test_modules_of_others_and_files_that_do_not_parse_lead_nowhere(text):
    assert siblings({"a.py": text, "helper.py": HELPER}, "a.py") == {}
