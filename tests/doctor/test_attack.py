"""Attacks as files."""

from __future__ import annotations

import pytest

from torchgrade.doctor.attack import read_attack, read_attacks
from torchgrade.errors import BadInput

HEAD = '"""Read a file.\nStopped by: landlock, seccomp.\n"""\n'


@pytest.fixture
def written(tmp_path):
    def write(text, name="reads"):
        path = tmp_path / f"{name}.py"
        path.write_text(text)
        return path

    return write


def test_the_docstring_says_what_it_tries_and_what_stops_it(written):
    attack = read_attack(written(HEAD + "def relu(x):\n    return x\n"))
    assert (attack.name, attack.tries, attack.stopped_by) == ("reads", "Read a file.", ("landlock", "seccomp"))


@pytest.mark.parametrize("text", ["", '"""Read a file."""\n', '"""Read.\nHeld by: landlock.\n"""\n', "def ("])
def test_a_file_that_does_not_say_so_is_refused(written, text):
    with pytest.raises(BadInput, match="its docstring needs"):
        read_attack(written(text))


def test_it_answers_softmax_if_it_defines_that_and_relu_otherwise(written):
    assert list(read_attack(written(HEAD + "softmax = 1\n")).files) == ["softmax.py"]
    assert list(read_attack(written(HEAD + "print(1)\n")).files) == ["relu.py"]


def test_further_files_follow_a_mark_and_lose_their_comment_signs_unless_they_are_python(written):
    files = read_attack(written(HEAD + "# FILE: conftest.py\n# kept\n# FILE: pytest.ini\n# [pytest]\n#\n")).files
    assert files == {"relu.py": HEAD, "conftest.py": "# kept\n", "pytest.ini": "[pytest]\n\n"}


def test_placeholders_are_filled_in_every_file(written):
    attack = read_attack(written(HEAD + "PORT = '@PORT@'\n# FILE: a.py\n@PORT@ @\n"))
    assert attack.filled({"PORT": "80"}) == {"relu.py": HEAD + "PORT = '80'\n", "a.py": "80 @\n"}


def test_an_unknown_placeholder_is_named(written):
    with pytest.raises(BadInput, match="no placeholder is called @PROT@; there are PORT"):
        read_attack(written(HEAD + "'@PROT@'\n")).filled({"PORT": "80"})


def test_a_course_without_attacks_is_told_so(tmp_path):
    with pytest.raises(BadInput, match="no such folder"):
        read_attacks(tmp_path / "none")
    with pytest.raises(BadInput, match="holds no attack"):
        read_attacks(tmp_path)
