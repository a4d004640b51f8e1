"""`viktigt audit`, and the head of the audit that every run tells."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapter import wiring
from adapter.errors import Exit
from adapter.shell.output import say, tell, written
from adapter.shell.people import whose
from adapter.usecases import audit_log
from adapter.usecases.audit_log import AuditForm
from adapter.usecases.auditing import begin_view
from adapter.usecases.context import Context
from adapter.usecases.leaving import leaving


@contextmanager
def telling_head(context: Context) -> Iterator[None]:
    """However a run ends, say where the audit stands: kept elsewhere, it shows a chain cut."""
    try:
        yield
    finally:
        say(f"audit {context.store.audit_head()}")


def run_audit_verify(config: Path | None, head: str | None) -> Exit:
    with wiring.context(wiring.needed(config)) as context:
        found = audit_log.verified(context, head)
    tell(f"audit {found}: every entry is as it was written")
    if head is None:
        say("entries cut off at the end are seen only with a head that was kept (--head)")
    return Exit.OK


def run_audit_export(  # noqa: PLR0913  the options of the command
    config: Path | None,
    *,
    person: str | None,
    person_file: Path | None,
    language: str,
    form: str,
    storelog: bool,
    output: Path | None,
) -> Exit:
    chosen = AuditForm.STORELOG if storelog else AuditForm(form)
    with wiring.context(wiring.needed(config)) as context, telling_head(context):
        handle, who = whose(context, person, person_file)
        found = audit_log.of_person(context, handle)
        if chosen is AuditForm.TEXT:
            data = _text(*audit_log.table(found, language)).encode()
        else:
            data = audit_log.exported(context, found, chosen, who)
        recipient = "stdout" if output is None else "file"
        viewing = begin_view(context, (), "audit export")
        with written(output) as stream, leaving(viewing, recipient=recipient) as left:
            left.of_handles([handle])
            left.write(stream, data)
    return Exit.OK


def _text(columns: list[str], rows: list[list[str]]) -> str:
    """A block of lines for each entry: a table would be wider than a page."""
    width = max(map(len, columns))
    blocks = [
        "".join(
            f"{name:<{width}}  {value}\n" for name, value in zip(columns, row, strict=True) if value
        )
        for row in rows
    ]
    return "\n".join(blocks)
