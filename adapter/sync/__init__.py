"""Decide, then do: folding chains, planning, executing."""
