"""Who it is, and whether they may. `decide` is pure and imports nothing that reads."""
