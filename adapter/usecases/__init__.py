"""One module per command group: what a command does, without click and without printing."""
