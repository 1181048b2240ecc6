"""The pages people see: for the woman, for health personnel, and what the two share."""
