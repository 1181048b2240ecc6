"""Svarrapport v1.4: answers of laboratories, and of others who examine.

Read from: HIS 80822:2014 (the standard), HITS 1102:2014 (how versions of a report hang together) and svar-v1.4.xsd.
"""
