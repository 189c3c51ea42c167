"""Tests of what changes by itself."""
