"""Start five hundred threads.
Stopped by: rlimits.
"""

from __future__ import annotations

import threading

end = threading.Event()
made = []
try:
    for _ in range(500):
        made.append(threading.Thread(target=end.wait, daemon=True))
        made[-1].start()
    print("SUCCEEDED: started 500 threads")
except RuntimeError:
    pass
end.set()


def relu(x):
    return x - 1000.0
