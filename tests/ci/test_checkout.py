from __future__ import annotations

import os

import pytest

from torchgrade.ci.checkout import collect
from torchgrade.errors import BadInput
from torchgrade.submission import MOST_BYTES, read_submission


def copied(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


@pytest.fixture
def into(tmp_path):
    return tmp_path / "into"


def write(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"# {name}\n")


def test_only_files_named_after_exercises_are_copied(checkout, into):
    write(
        checkout,
        "conftest.py",
        "pytest.ini",
        "a/twice.ipynb",
        "toolbox.py",
        "graders/01_first/test_twice.py",
        "twice.txt",
    )
    places = collect(checkout, {"twice", "thrice"}, [], into)
    assert copied(into) == ["a/twice.ipynb", "thrice.py", "twice.py"]
    assert places["thrice"] == "thrice.py"


def test_only_exercises_are_looked_at_where_there_is_such_a_folder(checkout, into):
    write(checkout, "exercises/01_first/twice.py", "solutions/01_first/twice.py")
    assert collect(checkout, {"twice", "thrice"}, [], into) == {"twice": "exercises/01_first/twice.py"}
    assert copied(into) == ["01_first/twice.py"]


def test_patterns_name_more_files(checkout, into):
    write(checkout, "helpers/tools.py", "helpers/deep/more.py", "other/tools.py")
    collect(checkout, {"twice"}, ["helpers/*.py"], into)
    assert copied(into) == ["helpers/deep/more.py", "helpers/tools.py", "twice.py"]


def test_hidden_folders_and_virtual_environments_are_left_out(checkout, into):
    write(checkout, ".git/twice.py", ".venv/twice.py", "env/pyvenv.cfg", "env/lib/twice.py", "__pycache__/twice.py")
    collect(checkout, {"twice"}, [], into)
    assert copied(into) == ["twice.py"]


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_links_are_not_followed_and_said_to_be_links(checkout, into, tmp_path):
    write(tmp_path, "secret/twice.py", "secret/thrice.py")
    (checkout / "twice.py").unlink()
    (checkout / "twice.py").symlink_to(tmp_path / "secret" / "twice.py")
    (checkout / "thrice.py").unlink()
    (checkout / "folder").symlink_to(tmp_path / "secret")
    collect(checkout, {"twice", "thrice"}, [], into)
    assert "hand in the file itself" in read_submission(into).problems["twice.py"]
    assert copied(into) == ["twice.py"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_keeps_nobody_waiting(checkout, into):
    (checkout / "twice.py").unlink()
    os.mkfifo(checkout / "twice.py")
    collect(checkout, {"twice"}, [], into)
    assert "twice.py" in read_submission(into).problems


def test_a_huge_file_is_cut_and_refused_as_too_large(checkout, into):
    (checkout / "twice.py").write_bytes(b"#" * (3 * MOST_BYTES))
    collect(checkout, {"twice"}, [], into)
    assert (into / "twice.py").stat().st_size == MOST_BYTES + 1
    assert "larger than" in read_submission(into).problems["twice.py"]


def test_nothing_handed_in_is_a_submission_too(tmp_path, into):
    (tmp_path / "empty").mkdir()
    assert collect(tmp_path / "empty", {"twice"}, [], into) == {}
    assert list(read_submission(into).files) == ["nothing_handed_in.py"]


def test_too_many_files_are_refused(checkout, into):
    for number in range(2001):
        (checkout / f"f{number}.py").touch()
    with pytest.raises(BadInput, match="has more than 2000 files to grade"):
        collect(checkout, {"twice"}, ["*.py"], into)
