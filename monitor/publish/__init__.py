"""Publishing: what is kept → feeds.Feed → bytes, kept ready to serve."""
