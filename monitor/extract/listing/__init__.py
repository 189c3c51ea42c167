"""Listing detection, pure: a page's bytes -> the releases that it lists, and how to read it."""
