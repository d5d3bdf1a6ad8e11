from __future__ import annotations

import ast
import os
import shutil
from pathlib import Path

import pytest

from torchgrade.authoring.generate import BACKUPS, MANIFEST, Generated, generate, is_edited, restore
from torchgrade.authoring.stub import cut_stub
from torchgrade.errors import BadInput, CatalogueError

PROJECT = Path(__file__).resolve().parents[2]
RELU, LINEAR = "03_activations/relu.py", "04_layers/linear.py"


def solution(name: str, answer: str = "1", sentence: str = "Do it.") -> str:
    return f'def {name}():\n    """{sentence}"""\n    ### BEGIN SOLUTION\n    return {answer}\n    ### END SOLUTION\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course of two exercises, not generated yet."""
    for relative in (RELU, LINEAR):
        path = tmp_path / "solutions" / relative
        path.parent.mkdir(parents=True)
        path.write_text(solution(path.stem))
    return tmp_path


@pytest.fixture
def edited(root: Path) -> Path:
    """The same course, in which a learner has written into relu's stub."""
    generate(root)
    stub(root).write_text("def relu(x):\n    return x * (x > 0)\n")
    return root


def stub(root: Path, relative: str = RELU) -> Path:
    return root / "exercises" / relative


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_first_run_writes_every_stub(root):
    assert generate(root) == Generated(written=(RELU, LINEAR))
    assert stub(root).read_text() == cut_stub(solution("relu"))
    assert set(files(root / "exercises")) == {RELU, LINEAR, MANIFEST}


def test_a_second_run_changes_nothing(root):
    generate(root)
    before = files(root)
    assert generate(root) == Generated(unchanged=(RELU, LINEAR))
    assert files(root) == before


def test_an_untouched_stub_follows_its_solution(root):
    generate(root)
    (root / "solutions" / RELU).write_text(solution("relu", sentence="Do it well."))
    assert generate(root) == Generated(written=(RELU,), unchanged=(LINEAR,))
    assert "Do it well." in stub(root).read_text()


def test_a_change_of_the_answer_alone_changes_no_stub(root):
    generate(root)
    (root / "solutions" / RELU).write_text(solution("relu", answer="2"))
    assert generate(root) == Generated(unchanged=(RELU, LINEAR))


def test_an_edited_stub_is_named_and_left_alone(edited):
    mine = stub(edited).read_bytes()
    assert generate(edited) == Generated(unchanged=(LINEAR,), kept=(RELU,))
    assert stub(edited).read_bytes() == mine


def test_an_edited_stub_is_left_alone_again_and_again(edited):
    for sentence in ("Do it well.", "Do it better."):
        (edited / "solutions" / RELU).write_text(solution("relu", sentence=sentence))
        assert generate(edited).kept == (RELU,)


def test_a_learner_who_puts_the_old_stub_back_gets_the_new_one(edited):
    (edited / "solutions" / RELU).write_text(solution("relu", sentence="Do it well."))
    assert generate(edited).kept == (RELU,)
    stub(edited).write_text(cut_stub(solution("relu")))
    assert generate(edited).written == (RELU,)


def test_force_backs_the_edited_stub_up_first(edited):
    mine = stub(edited).read_bytes()
    backup = f"{BACKUPS}/{RELU}.1"
    assert generate(edited, force=True) == Generated(written=(RELU,), unchanged=(LINEAR,), backups=(backup,))
    assert (edited / backup).read_bytes() == mine
    assert stub(edited).read_text() == cut_stub(solution("relu"))


def test_an_older_backup_is_never_overwritten(edited):
    generate(edited, force=True)
    first = files(edited / BACKUPS)
    stub(edited).write_text("another try")
    assert generate(edited, force=True).backups == (f"{BACKUPS}/{RELU}.2",)
    assert files(edited / BACKUPS) == {**first, f"{RELU}.2": b"another try"}


def test_force_backs_nothing_up_where_nothing_was_edited(root):
    generate(root)
    assert generate(root, force=True) == Generated(unchanged=(RELU, LINEAR))
    assert not (root / BACKUPS).exists()


def test_a_file_that_was_never_generated_is_taken_for_a_learners(root):
    stub(root).parent.mkdir(parents=True)
    stub(root).write_text("mine")
    assert generate(root) == Generated(written=(LINEAR,), kept=(RELU,))
    assert is_edited(root, RELU)


def test_line_ends_of_windows_are_no_edit(root):
    generate(root)
    stub(root).write_bytes(stub(root).read_bytes().replace(b"\n", b"\r\n"))
    assert not is_edited(root, RELU)
    assert generate(root) == Generated(unchanged=(RELU, LINEAR))


def test_is_edited_tells_learners_work_from_a_stub(edited):
    assert is_edited(edited, RELU)
    assert not is_edited(edited, LINEAR)
    assert not is_edited(edited, "04_layers/not_there.py")


def test_an_edited_stub_of_any_encoding_is_left_alone(edited):
    stub(edited).write_bytes("# größer\n".encode("latin-1"))
    assert is_edited(edited, RELU)
    assert generate(edited).kept == (RELU,)


def test_a_deleted_stub_comes_back(edited):
    stub(edited).unlink()
    assert generate(edited) == Generated(written=(RELU,), unchanged=(LINEAR,))


def test_a_broken_solution_stops_the_run_before_anything_is_written(root):
    (root / "solutions" / LINEAR).write_text("def linear():\n    return 1\n")
    with pytest.raises(CatalogueError, match=r"linear\.py:1: "):
        generate(root)
    assert not (root / "exercises").exists()


def test_without_solutions_it_says_where_it_looked(tmp_path):
    with pytest.raises(BadInput, match="solutions: no solutions here"):
        generate(tmp_path)


def test_a_solution_that_is_not_utf8_is_named(root):
    (root / "solutions" / RELU).write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match=r"relu\.py: cannot be read"):
        generate(root)


@pytest.mark.parametrize("text", ["{", "[]", "<<<<<<< ours"])
def test_a_damaged_manifest_is_refused_and_not_guessed_at(edited, text):
    (edited / "exercises" / MANIFEST).write_text(text)
    before = files(edited)
    with pytest.raises(BadInput, match=r"\.generated\.json: not a table of checksums\. Delete it"):
        generate(edited)
    assert files(edited) == before


def test_an_exercises_folder_that_cannot_be_written_is_named(root):
    (root / "exercises").write_text("a file where the folder should be")
    with pytest.raises(BadInput, match="exercises"):
        generate(root)


def test_the_projects_own_exercises_are_what_generate_writes(tmp_path):
    shutil.copytree(PROJECT / "solutions", tmp_path / "solutions", ignore=shutil.ignore_patterns("__pycache__"))
    names = generate(tmp_path).written
    learners = [name for name in names if is_edited(PROJECT, name)]
    if learners and not os.environ.get("CI"):
        pytest.skip(f"these stubs have been edited here: {', '.join(learners)}")
    exercises = {name: data for name, data in files(PROJECT / "exercises").items() if "__pycache__" not in name}
    normal = {name: data.replace(b"\r\n", b"\n") for name, data in exercises.items()}
    assert normal == files(tmp_path / "exercises")


@pytest.mark.parametrize("path", sorted((PROJECT / "solutions").glob("*/*.py")), ids=lambda path: path.stem)
def test_a_stub_of_ours_imports_what_it_uses_and_what_an_answer_may_need(path):
    tree = ast.parse(cut_stub(path.read_text(encoding="utf-8")))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    imported = {alias.asname or alias.name for node in imports for alias in node.names}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert imported - used <= {"torch", "math", "annotations"}


def test_a_restored_stub_leaves_a_backup_of_what_was_there(edited):
    had = stub(edited).read_bytes()
    backup = restore(edited, RELU.removesuffix(".py"))
    assert backup is not None
    assert (edited / backup).read_bytes() == had
    assert stub(edited).read_text() == cut_stub(solution("relu"))
    assert not is_edited(edited, RELU)


def test_restoring_touches_no_other_stub(edited):
    stub(edited, LINEAR).write_text("def linear():\n    return 3\n")
    restore(edited, RELU.removesuffix(".py"))
    assert is_edited(edited, LINEAR)


def test_a_stub_that_is_there_or_absent_is_restored_without_a_backup(root):
    for _ in range(2):
        assert restore(root, RELU.removesuffix(".py")) is None
    assert stub(root).read_text() == cut_stub(solution("relu"))


def test_without_a_solution_nothing_can_be_restored(edited):
    (edited / "solutions" / RELU).unlink()
    had = stub(edited).read_bytes()
    with pytest.raises(BadInput, match="the stub is cut from it"):
        restore(edited, RELU.removesuffix(".py"))
    assert stub(edited).read_bytes() == had
