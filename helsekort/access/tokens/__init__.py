"""Access tokens of other systems: signed by a provider, bound to a key, and held against each request."""
