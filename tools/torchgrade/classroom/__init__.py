"""What an instructor does with results: no torch is needed here."""
