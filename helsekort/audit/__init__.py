"""What happened: the catalogue of events, and the append-only log of who did it."""
