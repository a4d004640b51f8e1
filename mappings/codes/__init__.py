"""Every canonical URI once, one-to-one code tables, and concept maps as data."""
