"""A source to what changed: visit, parse, filter, identify, decide, commit."""
