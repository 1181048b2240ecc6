"""The national guideline as data: what is found, what cannot be judged, and why. Apart from the record, and pure."""
