"""The national service's JSON model of a maternity record (DHG), over the same card. Pure."""
