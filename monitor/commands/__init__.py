"""What each command does; `monitor.cli` says how it is called."""
