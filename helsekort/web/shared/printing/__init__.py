"""A card on paper: what is on it as plain data, and how that becomes a tagged PDF."""
