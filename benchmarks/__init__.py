"""Speed against its goals, as ratios measured within one run (`make bench`)."""
