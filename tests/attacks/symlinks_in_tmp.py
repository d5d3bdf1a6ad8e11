"""Leave a link to the results in the tmp folder, for whoever cleans up or writes there.
Stopped by: landlock.
"""

from __future__ import annotations

import os
import tempfile

path = os.path.join(tempfile.gettempdir(), "torchgrade-attack-link")
os.symlink("@RESULTS@", path)
try:
    with open(path, "w") as file:
        file.write("{}")
finally:
    os.unlink(path)
print("SUCCEEDED: made a link")


def relu(x):
    return x - 1000.0
