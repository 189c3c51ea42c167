"""A plain text to the releases in it: `split` finds where each begins, its title and its date."""
