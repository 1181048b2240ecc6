"""helsekort: the electronic maternity health card."""

__version__ = "0.1.0"
