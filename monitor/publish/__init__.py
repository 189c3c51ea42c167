"""Releases and changes to feed bytes, ready to serve."""
