"""What the audit tells, in the forms that others read, and whether it is what it was. No I/O."""
