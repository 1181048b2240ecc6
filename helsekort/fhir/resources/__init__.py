"""One file per resource: the closed profile, and its mapping to and from the record."""
