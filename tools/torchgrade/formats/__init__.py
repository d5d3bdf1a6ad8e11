"""Results in the formats that other systems read: one renderer a file, pure functions that never import torch."""
