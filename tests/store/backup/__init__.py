"""Backups: the file, and stores made of it."""
