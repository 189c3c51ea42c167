"""A release's own page: `read` gives its text, title, date and author."""
