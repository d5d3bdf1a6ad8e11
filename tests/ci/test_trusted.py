from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from torchgrade.ci.trusted import refuse_inside, trusted_folder
from torchgrade.errors import BadInput

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder, *arguments):
    who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, "-C", str(folder), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def clone(checkout, graders):
    """The learner's clone, whose first commit has the course's graders and whose last has graders of the learner's."""
    shutil.copytree(graders, checkout / "graders")
    (checkout / ".gitattributes").write_text("*.py filter=evil export-subst\n")
    git(checkout, "init", "--quiet")
    git(checkout, "add", ".")
    git(checkout, "commit", "--quiet", "-m", "course")
    first = git(checkout, "rev-parse", "HEAD")
    (checkout / "graders/01_first/test_twice.py").write_text("# everything is right\n")
    git(checkout, "commit", "--quiet", "-am", "cheat")
    return checkout, first


def test_a_folder_outside_is_taken(graders, checkout, tmp_path):
    assert trusted_folder(str(graders), checkout, tmp_path / "s") == graders


@pytest.mark.parametrize("how", ["graders", "./graders", "link"])
def test_a_folder_in_the_checkout_is_refused(clone, tmp_path, monkeypatch, how):
    checkout, _first = clone
    (tmp_path / "link").symlink_to(checkout / "graders")
    monkeypatch.chdir(tmp_path if how == "link" else checkout)
    with pytest.raises(BadInput, match="lies in the checkout, so the author of the submission may have changed it"):
        trusted_folder(how, checkout, tmp_path / "s")


def test_a_commit_s_graders_are_taken_whatever_the_checkout_holds_now(clone, tmp_path, graders):
    checkout, first = clone
    folder = trusted_folder(first, checkout, tmp_path / "s")
    assert folder == tmp_path / "s" / "graders"
    for path in graders.rglob("*.py"):
        assert (folder / path.relative_to(graders)).read_text() == path.read_text()


def test_a_remote_s_branch_and_another_folder_can_be_named(clone, tmp_path):
    checkout, first = clone
    git(checkout, "update-ref", "refs/remotes/upstream/main", first)
    folder = trusted_folder("refs/remotes/upstream/main:graders/01_first", checkout, tmp_path / "s")
    assert "multiplies" in (folder / "test_twice.py").read_text()


@pytest.mark.parametrize(
    "name", ["main", "HEAD", "v1", "upstream/main", "--help", "refs/heads/main", "refs/remotes/a..b"]
)
def test_a_name_that_a_learner_can_push_is_no_revision(clone, tmp_path, name):
    with pytest.raises(BadInput, match="no revision that only you can have set"):
        trusted_folder(name, clone[0], tmp_path / "s")


def test_what_the_clone_s_settings_would_start_is_not_started(clone, tmp_path):
    checkout, first = clone
    for key in ("filter.evil.smudge", "filter.evil.process", "core.fsmonitor", "core.pager", "core.sshCommand"):
        git(checkout, "config", key, f"touch {tmp_path / 'owned'}; cat")
    trusted_folder(first, checkout, tmp_path / "s")
    assert not (tmp_path / "owned").exists()


def test_links_of_a_revision_are_left_out(checkout, graders, tmp_path):
    shutil.copytree(graders, checkout / "graders")
    os.symlink("/etc", checkout / "graders" / "etc")
    git(checkout, "init", "--quiet")
    git(checkout, "add", ".")
    git(checkout, "commit", "--quiet", "-m", "course")
    folder = trusted_folder(git(checkout, "rev-parse", "HEAD"), checkout, tmp_path / "s")
    assert not os.path.lexists(folder / "etc")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{first}:nowhere", "this revision has no such folder"),
        ("f" * 40, "git cannot read it from"),
        ("FETCH_HEAD", "Is it fetched"),
    ],
)
def test_what_is_not_there_is_said(clone, tmp_path, source, said):
    checkout, first = clone
    with pytest.raises(BadInput, match=said):
        trusted_folder(source.format(first=first), checkout, tmp_path / "s")


def test_a_checkout_without_git_is_said(checkout, tmp_path):
    with pytest.raises(BadInput, match="git cannot read it from"):
        trusted_folder("a" * 40, checkout, tmp_path / "s")


def test_an_assignment_in_the_checkout_is_refused(checkout):
    with pytest.raises(BadInput, match=r"--assignment .* lies in the checkout"):
        refuse_inside(checkout / "a.toml", checkout, "--assignment")
