"""Let torch map the file into a tensor.
Stopped by: landlock.
"""

from __future__ import annotations

import torch

storage = torch.UntypedStorage.from_file("@CANARY@/secret.txt", False, 50)
print(bytes(storage.tolist()).decode())


def relu(x):
    return x - 1000.0
