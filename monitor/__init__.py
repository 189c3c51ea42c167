"""The daemon: sources in, releases kept once, feeds and messages out."""
