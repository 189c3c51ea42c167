"""config.yaml to Settings: every error at once, with its line."""
