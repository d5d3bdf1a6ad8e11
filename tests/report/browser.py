"""Chromium without a window, for tests that look at a page as a reader's browser does."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), "")
NEEDED = pytest.mark.skipif(
    not CHROMIUM and os.environ.get("CI") != "true", reason="needs Chromium: apt-get install chromium"
)
_RUN = """
<script src="axe.min.js"></script>
<script>
for (const closed of document.querySelectorAll("details")) closed.open = true;
axe.run(document, { runOnly: { type: "tag", values: %s } }).then((found) => {
  const told = found.violations.map((one) => [one.id, one.help, one.nodes.slice(0, 3).map((node) => node.html)]);
  const answer = document.createElement("script");
  answer.type = "application/json";
  answer.id = "told";
  answer.textContent = JSON.stringify([told, found.passes.length]).replaceAll("<", "\\\\u003c");
  document.body.append(answer);
});
</script>
"""


def violations(page: str, folder: Path, dark: bool = False, width: int = 1200) -> list[Any]:
    """What axe-core finds wrong in a page, as [rule, what it asks, examples]; everything that is folded is unfolded."""
    copy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    copy = copy.replace("</body>", _RUN % json.dumps(RULES) + "</body>")
    shutil.copy(AXE, folder / "axe.min.js")
    (folder / "page.html").write_text(copy, encoding="utf-8")
    dom = dumped(folder / "page.html", folder, dark, width)
    told = re.search(r'<script type="application/json" id="told">(.*?)</script>', dom, re.DOTALL)
    assert told, f"axe-core did not answer: {dom[-500:]}"
    found, passes = json.loads(told[1])
    assert passes > 10, "axe-core looked at next to nothing"
    return list(found)


def dumped(page: Path, folder: Path, dark: bool = False, width: int = 1200) -> str:
    """The page's document once its scripts have run."""
    assert CHROMIUM, "Chromium is needed here: apt-get install chromium"
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    options += [f"--window-size={width},1000", "--virtual-time-budget=60000", *(["--force-dark-mode"] if dark else [])]
    command = [CHROMIUM, *options, "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)
    return done.stdout
