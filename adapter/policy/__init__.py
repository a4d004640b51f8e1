"""Who may see or be sent what: decisions over frozen values and dated tables of rules. No I/O."""
