"""Feed documents: a small library that reads and writes RSS, Atom and JSON Feed.

No I/O, nothing of the daemon.
"""
