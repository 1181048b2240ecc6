"""Use cases: one function for each thing a person or a system may do. The only room that joins the four stops."""
