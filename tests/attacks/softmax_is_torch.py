"""Hand in torch's own function under the asked name.
Stopped by: forbidden API.
"""

from __future__ import annotations

import torch

softmax = torch.softmax
