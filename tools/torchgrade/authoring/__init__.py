"""What exercise authors use: cutting stubs, beginning exercises, proving the catalogue."""
