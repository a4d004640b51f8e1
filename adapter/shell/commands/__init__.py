"""The commands as they are typed: options, help and examples. What they do is in adapter.shell."""
