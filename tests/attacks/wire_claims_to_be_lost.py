"""Answer that the judge itself lost the answer.
Stopped by: wire.
"""

from __future__ import annotations

import os
import sys


def relu(x):
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    nonce = frame.f_locals["nonce"]
    frame.f_locals["answers"].flush()
    number = frame.f_locals["answers"].fileno()
    from torchgrade.isolation.observe import Observation
    from torchgrade.isolation.plain import observation_to_plain
    from torchgrade.isolation.wire import frame as packed

    said = observation_to_plain(Observation(lost="grader_fault", lost_message="our fault"))
    os.write(number, b"".join(packed(nonce, said)))
    os._exit(0)
