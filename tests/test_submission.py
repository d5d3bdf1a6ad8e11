from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from torchgrade.errors import BadInput
from torchgrade.submission import MOST_BYTES, Submission, answer_for, defined_names, discover, read_submission

ANSWER = "def relu(x):\n    return x.clamp(min=0)\n"


def write(root: Path, **files: str | bytes) -> Path:
    """A folder of files; "__" in a name stands for "/" and every one ends in .py."""
    for name, content in files.items():
        path = root / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


# ---- reading


def test_a_folder_is_read_with_its_sub_folders(tmp_path):
    found = read_submission(write(tmp_path / "s01", relu="a = 1\n", unit__softmax="b = 2\n"))
    assert found.name == "s01"
    assert found.files == {"relu.py": "a = 1\n", "unit/softmax.py": "b = 2\n"}
    assert found.problems == {}


def test_a_zip_is_read_alike_whether_or_not_it_has_a_top_folder(tmp_path):
    for top in ("", "s01/"):
        path = tmp_path / "s01.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"{top}relu.py", ANSWER)
        found = read_submission(path)
        assert found.name == "s01"
        assert answer_for(found, "03_activations/relu", ["relu"]).path == f"{top}relu.py"


def test_a_single_file_is_a_submission_and_answers_all_that_it_defines(tmp_path):
    found = read_submission(write(tmp_path, s01=ANSWER + "def softmax(x, dim): ...\n") / "s01.py")
    assert found.name == "s01"
    assert answer_for(found, "u/relu", ["relu"]).path == "s01.py"
    assert answer_for(found, "u/softmax", ["softmax"]).path == "s01.py"
    assert answer_for(found, "u/linear", ["linear"]).path is None


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("# caf\xe9\n".encode("latin-1"), "is not UTF-8 text"),
        (b"x = 1\0\n", "holds NUL bytes"),
        ("x = 1\n".encode("utf-16"), "holds NUL bytes"),
        (b"# coding: nonsense\n", "is not UTF-8 text"),
        (b"# coding: punycode\nx = 1\n", "says that it is written in punycode"),
        (b"# coding: utf-7\nx = '+2AA-'\n", "says that it is written in utf-7"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "is not UTF-8 text"),
    ],
    ids=["latin-1", "NUL", "utf-16", "unknown coding", "punycode", "utf-7", "BOM against coding"],
)
def test_a_file_that_is_no_text_is_a_problem_of_that_file_alone(tmp_path, data, problem):
    found = read_submission(write(tmp_path / "s", relu=data, softmax="a = 1\n"))
    assert list(found.files) == ["softmax.py"]
    assert problem in found.problems["relu.py"]
    assert "save it again as UTF-8" in found.problems["relu.py"]
    match = answer_for(found, "u/relu", ["relu"])
    assert (match.path, match.problem) == (None, found.problems["relu.py"])


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfa = '\xc3\xa9'\n",
        b"# -*- coding: latin-1 -*-\na = '\xe9'\n",
        "a = 'é'\r\n".encode(),
        "a = 'é'\r".encode(),
    ],
    ids=["BOM", "coding line", "CRLF", "CR"],
)
def test_text_is_decoded_as_python_would(tmp_path, data):
    text = read_submission(write(tmp_path / "s", relu=data)).files["relu.py"]
    assert text.endswith("a = 'é'\n")
    assert text.isprintable() or text.count("\n") in (1, 2)


def test_a_large_file_is_a_problem_and_not_read(tmp_path):
    folder = write(tmp_path / "s", relu=b"#" * (MOST_BYTES + 1), softmax=b"#" * MOST_BYTES)
    found = read_submission(folder)
    assert list(found.files) == ["softmax.py"]
    assert found.problems["relu.py"] == "relu.py is larger than 2 MB; no answer needs that"
    assert read_submission(folder / "relu.py").problems == found.problems


def test_pipes_and_links_are_problems_and_nothing_waits_for_them(tmp_path):
    folder = write(tmp_path / "s", softmax="a = 1\n")
    os.mkfifo(folder / "relu.py")
    (folder / "linear.py").symlink_to("/etc/passwd")
    (folder / "conv2d.py").symlink_to(folder / "softmax.py")
    found = read_submission(folder)
    assert list(found.files) == ["softmax.py"]
    assert set(found.problems) == {"relu.py", "linear.py", "conv2d.py"}
    assert all("is a link or a special file" in problem for problem in found.problems.values())


@pytest.mark.parametrize("suffix", [".py", ".zip"])
def test_a_pipe_in_the_place_of_a_submission_is_refused(tmp_path, suffix):
    path = tmp_path / f"s01{suffix}"
    os.mkfifo(path)
    with pytest.raises(BadInput, match="no regular file"):
        read_submission(path)


def test_a_link_to_a_folder_above_is_not_followed(tmp_path):
    folder = write(tmp_path / "s", relu=ANSWER)
    (folder / "again").symlink_to(folder)
    assert list(read_submission(folder).files) == ["relu.py"]


def test_hidden_and_generated_folders_are_left_out(tmp_path):
    names = ("relu", ".git__relu", "__pycache__/relu", ".ipynb_checkpoints__relu", "node_modules/relu")
    folder = tmp_path / "s"
    for name in names:
        path = folder / f"{name if name.startswith('__') else name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ANSWER)
    assert list(read_submission(folder).files) == ["relu.py"]


@pytest.mark.parametrize("name", ["empty", "notes"])
def test_a_folder_without_python_is_refused(tmp_path, name):
    (tmp_path / name).mkdir()
    if name == "notes":
        (tmp_path / name / "answers.txt").write_text("relu")
    with pytest.raises(BadInput, match=r"holds no Python file\. A submission is"):
        read_submission(tmp_path / name)


def test_what_is_not_there_or_damaged_is_refused_with_the_next_step(tmp_path):
    (tmp_path / "s.zip").write_bytes(b"PK\3\4 no zip at all")
    for path in (tmp_path / "nowhere.py", tmp_path / "s.zip", tmp_path / "nowhere.zip"):
        with pytest.raises(BadInput, match=r"cannot be read .* Check that it is there and not damaged"):
            read_submission(path)


def test_a_sub_folder_that_cannot_be_read_is_refused(tmp_path, monkeypatch):
    folder = write(tmp_path / "s", relu=ANSWER)
    real = os.scandir

    def closed(path):
        if str(path) == str(folder):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(BadInput, match="Permission denied"):
        read_submission(folder)


@pytest.mark.parametrize("name", ["задача", "解答", "with space", "-rf", "a'b\"c", "%s{}", "line\nbreak"])
def test_names_in_any_script_are_only_names(tmp_path, name):
    folder = write(tmp_path / name, relu=ANSWER)
    (folder / f"{name}.py").write_text("softmax = print\n", encoding="utf-8")
    found = read_submission(folder)
    assert found.name == name
    assert answer_for(found, "u/softmax", ["softmax"]).path == f"{name}.py"


def test_a_name_that_is_no_utf8_is_spelled_out(tmp_path):
    folder = os.fsencode(tmp_path) + b"/s\xff"
    os.mkdir(folder)
    with open(folder + b"/relu\xfe.py", "w") as stream:
        stream.write(ANSWER)
    ((name, path),) = discover(tmp_path)
    found = read_submission(path, name)
    assert found.name == "s\\xff"
    assert list(found.files) == ["relu\\xfe.py"]


def test_the_checksum_is_of_names_and_contents(tmp_path):
    one = read_submission(write(tmp_path / "a", relu="x = 1\n"))
    assert read_submission(write(tmp_path / "b", relu="x = 1\n")).sha256 == one.sha256
    assert read_submission(write(tmp_path / "c", relu="x = 2\n")).sha256 != one.sha256
    assert read_submission(write(tmp_path / "d", relu_="x = 1\n")).sha256 != one.sha256


def test_the_folder_one_stands_in_has_its_own_name(tmp_path, monkeypatch):
    monkeypatch.chdir(write(tmp_path / "mine", relu=ANSWER))
    assert read_submission(Path()).name == "mine"


# ---- which file answers


def submission(**files: str) -> Submission:
    return Submission("s", {f"{name.replace('__', '/')}.py": text for name, text in files.items()})


def test_the_file_of_the_exercise_s_name_answers_it_even_if_it_lacks_the_name():
    found = submission(relu="x = 1\n", other=ANSWER)
    assert answer_for(found, "u/relu", ["relu"]).path == "relu.py"


def test_the_file_in_the_unit_s_folder_comes_first():
    found = submission(old__relu=ANSWER, u__relu=ANSWER)
    assert answer_for(found, "u/relu", ["relu"]).path == "u/relu.py"


def test_two_files_of_one_name_are_ambiguous():
    match = answer_for(submission(old__relu=ANSWER, new__relu=ANSWER), "u/relu", ["relu"])
    assert (match.path, match.ambiguous) == (None, ("old/relu.py", "new/relu.py"))


def test_two_files_that_define_the_names_are_ambiguous():
    match = answer_for(submission(a=ANSWER, b=ANSWER), "u/relu", ["relu"])
    assert match.ambiguous == ("a.py", "b.py")


def test_a_file_answers_only_with_all_names():
    found = submission(a="def fit(): ...\n", b="def fit(): ...\ndef evaluate(): ...\n")
    assert answer_for(found, "u/mnist", ["fit", "evaluate"]).path == "b.py"
    assert answer_for(found, "u/fitting", ["fit"]).ambiguous == ("a.py", "b.py")


def test_a_file_named_after_another_exercise_is_not_taken():
    found = submission(mnist="def fit(): ...\n")
    assert answer_for(found, "12_training/linear_regression", ["fit"], ["mnist", "relu"]).path is None
    assert answer_for(found, "12_training/linear_regression", ["fit"]).path == "mnist.py"


@pytest.mark.parametrize(
    "text",
    ["def f(): ...", "async def f(): ...", "class f: ...", "f = lambda: 1", "f = g = print", "f: object = print"],
)
def test_top_level_definitions(text):
    assert "f" in defined_names(text)


@pytest.mark.parametrize(
    "text",
    ["import f", "def g():\n    f = 1", "f += 1", "def f(:", "f = 1\n" + "-" * 100_000 + "1", "f = " + "(" * 500],
    ids=["import", "inside", "augmented", "syntax error", "too deep", "too many parentheses"],
)
def test_what_is_no_definition(text):
    assert "f" not in defined_names(text)


# ---- a folder of submissions


def test_every_folder_zip_and_python_file_is_one(tmp_path):
    write(tmp_path, s01__relu=ANSWER, s03=ANSWER)
    zipfile.ZipFile(tmp_path / "s02.ZIP", "w").close()
    for name in ("README.md", ".hidden.py", "notes.txt"):
        (tmp_path / name).write_text("text")
    for name in ("__pycache__", "__MACOSX", ".git"):
        (tmp_path / name).mkdir()
    assert [name for name, _ in discover(tmp_path)] == ["s01", "s02", "s03"]


def test_two_of_one_stem_keep_their_endings(tmp_path):
    write(tmp_path, s01__relu=ANSWER, s01=ANSWER, s02=ANSWER)
    assert [name for name, _ in discover(tmp_path)] == ["s01", "s01.py", "s02"]


def test_a_folder_without_submissions_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no submissions in it"):
        discover(tmp_path)
    with pytest.raises(BadInput, match="no such folder"):
        discover(tmp_path / "nowhere")
    (tmp_path / "file.py").write_text(ANSWER)
    with pytest.raises(BadInput, match="no such folder"):
        discover(tmp_path / "file.py")
