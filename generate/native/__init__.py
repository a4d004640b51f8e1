"""Schemas and documentation of the native format, made from the shapes that its codec follows."""
