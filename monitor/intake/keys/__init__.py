"""The keys of a source in config.yaml: what whoever reads a configuration needs, and no reader."""
