"""The one guarded door for every request that leaves."""
