"""HTTP: feeds, pages for people, the API, probes."""
