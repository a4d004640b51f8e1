"""Hypothesis strategies for values and records, and the laws that every concept module obeys."""
