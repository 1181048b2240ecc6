"""This part of the service as a thing of its own: its version and the day of it. Not a certified medical device."""

import datetime as dt

EDITION = "0.1"
DATED = dt.date.fromisoformat("2026-11-23")
