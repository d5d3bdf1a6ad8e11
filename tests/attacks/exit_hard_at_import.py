"""End the process with status 0 while the file is imported.
Stopped by: process split.
"""

from __future__ import annotations

import os

os._exit(0)
