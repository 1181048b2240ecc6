"""A country of synthetic women: any number, the same for the same seed. No clock, no disk, no chance but the seed."""
