from __future__ import annotations

import pytest

from torchgrade.errors import BadInput
from torchgrade.nbgrader.command import grade_course


def test_without_nbgrader_its_extra_is_named(run_python):
    code = "from pathlib import Path\nfrom torchgrade.nbgrader.command import grade_course\ngrade_course(Path(), 'ps1')"
    done = run_python(code, blocked=("nbgrader",))
    assert "BadInput: nbgrader is not installed here. pip install 'torchgrade[nbgrader]'" in done.stderr


@pytest.mark.nbgrader
def test_a_folder_that_is_no_course_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"nbgrader_config\.py: no such file"):
        grade_course(tmp_path, "ps1")


@pytest.mark.nbgrader
def test_a_course_of_nbgrader_s_own_is_told_what_it_lacks(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    with pytest.raises(BadInput, match="does not call torchgrade's configure"):
        grade_course(tmp_path, "ps1")
