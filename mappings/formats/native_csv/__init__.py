"""Native tables <-> records: statements and measurements, for systems that export only tables.

A table is recognised by its header, and each row by the id that it has: `statement_id` or
`measurement_id`. A row is taken whole or not at all: one that can't be read gives one error, with
its number and the column at fault.
    columns   what there is, how it is read and what it means
    rows      the cells of one row <-> a record     shared    what rows of both kinds have
    reading   tables → records                writing   records → tables
"""

from mappings.formats.native_csv.columns import MEASUREMENTS, STATEMENTS
from mappings.formats.native_csv.reading import read
from mappings.formats.native_csv.writing import write

__all__ = ["MEASUREMENTS", "STATEMENTS", "read", "write"]
