"""How each command is called, one file each; `monitor.commands` has what it does."""
