"""Who comes in, and by which door."""
