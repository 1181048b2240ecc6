"""The national XML messages, one folder per kind: read and written, without clock, network or disk.

`incoming.read_message` turns bytes into structs or raises `faults.UnreadableMessage`; `lab_report.settle` says how a
report stands after all its messages; `lab_report.mapping` says what of it belongs on the card; `receipt` answers.
"""
