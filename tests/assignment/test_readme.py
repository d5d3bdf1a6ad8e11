"""README's instructor section, typed as it stands: from an empty folder to marks in a file for Canvas."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECTION = re.compile(r"## An instructor: from an empty folder to marks\n(.*?)\n### ", re.DOTALL)


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="the section is for a Unix shell")
def test_the_instructor_section_goes_from_an_empty_folder_to_marks_by_copy_and_paste(tmp_path: Path) -> None:
    section = SECTION.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert section is not None
    blocks = re.findall(r"^```\n(.*?)^```$", section[1], re.DOTALL | re.MULTILINE)
    script = "\n".join(blocks).replace("../teaching", str(tmp_path / "teaching"))
    env = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    env.pop("TORCHGRADE_COURSE", None)
    done = subprocess.run(["bash", "-e", "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    marks = (tmp_path / "teaching" / "canvas.csv").read_text(encoding="utf-8-sig").splitlines()
    assert marks[2:] == ['"Lovelace, Ada",101,s01,A,20', '"Turing, Alan",105,s05,A,10']
    with zipfile.ZipFile(tmp_path / "teaching" / "ps1" / "release" / "ps1.zip") as archive:
        assert "ps1/README.md" in archive.namelist()
