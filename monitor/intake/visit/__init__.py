"""Polite visiting of somebody else's server."""
