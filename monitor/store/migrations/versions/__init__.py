"""One file a revision, named by its number: `r0001_…`, `r0002_…`."""
