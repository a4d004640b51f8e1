"""Registers of persons and of organisations, kept as files that an installation brings up to date.

Messages do not say who is protected, dead, of age or moved; registers do. A live register is
another implementation of the same ports.
"""
