"""A JSON answer and the releases in it, found without being told where."""
