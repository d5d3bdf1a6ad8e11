from __future__ import annotations

import itertools
import os
import queue

import pytest

from torchgrade.watch.events import Saved
from torchgrade.watch.files import Watcher, stamps

from .conftest import LIMIT_S


def test_a_file_s_stamp_changes_with_every_save_and_a_rename(tmp_path):
    file = tmp_path / "a.py"
    seen = [stamps([file])]
    file.write_text("x = 1\n")
    seen.append(stamps([file]))
    os.utime(file, ns=(1, 1))
    seen.append(stamps([file]))
    (tmp_path / "b.py").write_text("x = 1\n")
    os.utime(tmp_path / "b.py", ns=(1, 1))
    os.replace(tmp_path / "b.py", file)
    seen.append(stamps([file]))
    assert seen[0] == {file: None}
    assert all(one != other for one, other in itertools.pairwise(seen))
    assert stamps([file]) == seen[-1]


def test_a_save_is_told(tmp_path):
    pytest.importorskip("watchfiles")
    events: queue.SimpleQueue[object] = queue.SimpleQueue()
    with Watcher([tmp_path, tmp_path / "not there"], events.put):
        for number in range(int(LIMIT_S)):  # the system may not listen yet when the first one is written
            (tmp_path / "a.py").write_text(f"x = {number}\n")
            try:
                assert events.get(timeout=1) == Saved()
                break
            except queue.Empty:
                continue
        else:
            pytest.fail("no save was told")


def test_a_folder_that_cannot_be_watched_ends_nothing(tmp_path):
    with Watcher([tmp_path / "nowhere"], lambda event: None):
        pass
