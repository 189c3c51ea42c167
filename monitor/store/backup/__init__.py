"""Everything that is kept as one file, the same from either database, and back into either."""
