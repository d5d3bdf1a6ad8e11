"""Loop for ever while the file is imported.
Stopped by: limits.
"""

from __future__ import annotations

while True:
    pass
