"""A thousand broken hand-ins, made from a seed, and what hypothesis thinks of: a verdict or a refusal, and no stop."""

from __future__ import annotations

import ast
import os
import runpy
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from torchgrade.errors import BadInput
from torchgrade.grading.command import grade_folder
from torchgrade.results_io import read
from torchgrade.source_scan import scan
from torchgrade.submission import MOST_BYTES, Submission, answer_for, discover, read_submission

pytestmark = [
    pytest.mark.learner_code,
    pytest.mark.skipif(os.name != "posix", reason="makes pipes, links and names that this system does not have"),
]
CORPUS = runpy.run_path(str(Path(__file__).with_name("broken_hand_ins.py")))
make, RIGHT = CORPUS["make"], CORPUS["RIGHT"]
COUNT = 1_000


def read_all(root: Path) -> Iterator[tuple[Path, Submission | str]]:
    for name, path in discover(root):
        yield path, read_or_refuse(path, name)


def read_or_refuse(path: Path, name: str | None = None) -> Submission | str:
    """The submission, or the sentence that refuses it."""
    try:
        return read_submission(path, name)
    except BadInput as error:
        return str(error)


def look_at(found: Submission) -> None:
    """Everything that the judge does with a submission in its own process."""
    for name in ("twice", "thrice"):
        match = answer_for(found, f"01_first/{name}", [name], ["other"])
        assert sum((match.path is not None, bool(match.ambiguous), bool(match.problem))) <= 1
    for text in found.files.values():
        text.encode("utf-8")
        for hit in scan(text, ["twice"], ("torch.softmax",)):
            assert hit.line >= 0
    assert all(problem.encode("utf-8") for problem in found.problems.values())


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_a_thousand_broken_hand_ins_are_each_read_or_refused_with_a_sentence(tmp_path):
    root = tmp_path / "class"
    make(root, COUNT, seed=1)
    found = dict(read_all(root))
    assert len(found) >= COUNT
    refused = [said for said in found.values() if isinstance(said, str)]
    assert all(said.startswith(f"{root}") and said.endswith(".") for said in refused)
    submissions = [submission for submission in found.values() if isinstance(submission, Submission)]
    for submission in submissions:
        look_at(submission)
    assert all(len(text) <= MOST_BYTES for submission in submissions for text in submission.files.values())
    assert len(refused) > 20
    assert sum(bool(submission.problems) for submission in submissions) > 100
    assert sum(len(submission.files) for submission in submissions) > 500
    assert sum(bool(submission.definitions) for submission in submissions) > 100


@pytest.mark.usefixtures("warm")
def test_sixty_of_them_are_graded_and_none_stops_the_others(course):
    course.hand_ins.rmdir()
    make(course.hand_ins, 60, seed=2)
    count = len(discover(course.hand_ins))
    assert grade_folder(course.hand_ins, course.out, graders=course.graders, seed=1, jobs=2, time_limit=2.0) == 0
    reports = {report.submission: report for report in map(read, (course.out / "results").iterdir())}
    assert len(reports) == count >= 60
    for report in reports.values():
        assert report.status == "graded" or (report.status == "unreadable" and report.message.endswith("."))
        assert report.max_score == 8
        assert all(check.message for check in report.checks if check.verdict not in ("passed", "not_started"))
    assert [reports[name].score for name in ("-first", "zzzz-right")] == [8, 8]
    assert {"unreadable", "graded"} == {report.status for report in reports.values()}


# ---- what hypothesis thinks of

BYTES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(
        st.sampled_from(
            ["def ", "twice", "(x)", ":", "\n", "    ", "return ", "2*x", "'", '"""', "\\", "#", "\t", "é", "\0"]
        )
    ).map(lambda parts: "".join(parts).encode()),
)
FAST = settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FAST
@given(BYTES)
@example(b"# coding: utf-8\n# coding: latin-1\n")
@example(b"\xef\xbb\xbf")
@example(b"def twice(x):\n    return '\\N{x}'\n")
@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_any_bytes_are_text_or_a_problem(tmp_path, data):
    path = tmp_path / "twice.py"
    path.write_bytes(data)
    found = read_submission(path)
    assert len(found.files) + len(found.problems) == 1
    look_at(found)
    text = found.files.get("twice.py")
    if text is not None and found.definitions["twice.py"]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)  # names are told of text alone that Python reads


@FAST
@given(st.binary(max_size=400), st.integers(0, 200), st.integers(0, 255))
def test_any_bytes_in_a_zip_s_place_are_read_or_refused(tmp_path, data, at, byte):
    path = tmp_path / "s.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("twice.py", RIGHT)
    whole = bytearray(path.read_bytes())
    whole[at % len(whole)] = byte
    for content in (bytes(whole), data, b"PK\3\4" + data, bytes(whole) + data):
        path.write_bytes(content)
        found = read_or_refuse(path)
        if isinstance(found, Submission):
            look_at(found)
        else:
            assert found.endswith(".")


@FAST
@given(st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=60), st.booleans())
def test_any_name_is_a_submission_with_a_name_that_can_be_written(tmp_path_factory, name, is_folder):
    root = tmp_path_factory.mktemp("class")
    path = root / (name if is_folder else f"{name}.py")
    try:
        path.mkdir() if is_folder else path.write_text(RIGHT)
    except OSError:  # longer than the system allows, or "." and ".."
        return
    if is_folder:
        (path / "twice.py").write_text(RIGHT)
    if path.name.startswith(".") or path.name in ("__pycache__", "node_modules", "__MACOSX"):
        with pytest.raises(BadInput, match="no submissions in it"):
            discover(root)
        return
    found = discover(root)
    assert len(found) == 1
    found[0][0].encode("utf-8")
    assert read_submission(found[0][1], found[0][0]).definitions
