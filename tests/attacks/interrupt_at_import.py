"""Pretend that somebody pressed Ctrl-C while the file is imported.
Stopped by: process split.
"""

from __future__ import annotations

raise KeyboardInterrupt
