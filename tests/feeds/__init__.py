"""Tests of feeds/."""
