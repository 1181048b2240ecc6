"""The rules by theme: pure, named, and joined into one list by `access/decide.py`."""
