"""Hodemelding v1.2: the envelope around a message, with who sends it to whom."""
