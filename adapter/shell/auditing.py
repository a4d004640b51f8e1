"""`viktigt audit`, and the head of the audit that every run tells."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapter.shell.output import say
from adapter.usecases.context import Context


@contextmanager
def telling_head(context: Context) -> Iterator[None]:
    """However a run ends, say where the audit stands: kept elsewhere, it shows a chain cut."""
    try:
        yield
    finally:
        say(f"audit {context.store.audit_head()}")
