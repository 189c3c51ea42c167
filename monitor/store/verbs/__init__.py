"""The verbs of the store, by what they are about. `Store` has them all."""
