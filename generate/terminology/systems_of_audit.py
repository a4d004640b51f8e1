"""Own code systems about the audit: what was done, and for what purpose."""

from typing import Final

from adapter.audit.events import MEASURE, PURPOSE
from generate.terminology.tables import System, code

OF_AUDIT: Final = (
    System(
        url=MEASURE,
        title="Measures of the audit",
        description="What was done, as an access log has to name it (HSLF-FS 2016:40, 4 kap. 9 §).",
        codes=(
            code("job", "A run began", "En körning började", "En kjøring begynte"),
            code("create", "Made", "Skapade", "Opprettet"),
            code("read", "Read", "Läste", "Leste"),
            code("update", "Changed", "Ändrade", "Endret"),
            code("delete", "Deleted", "Tog bort", "Slettet"),
            code("query", "Searched", "Sökte", "Søkte"),
            code("match", "Looked a person up", "Slog upp en person", "Slo opp en person"),
            code("merge", "Ended a double", "Avslutade en dubblett", "Avsluttet en dublett"),
            code("export", "Wrote to a file", "Skrev till fil", "Skrev til fil"),
            code("withhold", "Held back", "Höll tillbaka", "Holdt tilbake"),
            code("recall", "Asked a copy back", "Begärde tillbaka", "Ba om å få tilbake"),
            code("erase", "Erased", "Utplånade", "Slettet for godt"),
            code("watch", "Watched for changes", "Bevakade ändringar", "Fulgte med på endringer"),
        ),
    ),
    System(
        url=PURPOSE,
        title="Purposes of the audit",
        description="For whom something was done.",
        codes=(
            code("transfer", "A job between two authorities", "Överföring", "Overføring"),
            code("view", "A reader", "Läsning", "Lesing"),
            code("erasure", "A decision to erase", "Utplåning", "Sletting"),
            code("not-told", "Not told", "Framgår inte", "Fremgår ikke"),
        ),
    ),
)
