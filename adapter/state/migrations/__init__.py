"""One step for each schema version after the first; the only modules that import Alembic.

A step spells out what it makes: the tables of `schema` are those of today.
"""
