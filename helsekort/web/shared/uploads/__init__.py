"""A file that a browser sends: read with limits, made anew beside the server, and only then given to an action."""
