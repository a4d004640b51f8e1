"""What the installation remembers: the only room with tables."""
