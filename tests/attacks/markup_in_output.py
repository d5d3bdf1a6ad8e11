"""Print the markup of the terminal tables and of the templates.
Stopped by: report.
"""

from __future__ import annotations


def relu(x):
    print("[link=file:///etc/passwd]20/20[/link] {{ 7 * 7 }} {% raw %}")
    raise ValueError("[/bold] [green]20/20[/green] {{ config }} ${x}")
