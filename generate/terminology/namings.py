"""Own identifier systems: what their values name."""

from typing import Final

from adapter.audit.events import HANDLE
from generate.terminology.tables import Naming
from mappings.codes import systems as url

NAMINGS: Final = (
    Naming(
        url=url.PLO_CONVERSATION,
        title="PLO conversation",
        description="A conversation of PLO messages, by the message that began it.",
    ),
    Naming(
        url=url.PLO_ADMISSION,
        title="PLO admission",
        description="A stay that PLO messages are about, by person and time of admission.",
    ),
    Naming(
        url=url.DEVICE,
        title="Installations of this adapter",
        description="An installation, by the fingerprint of its key.",
    ),
    Naming(
        url=HANDLE,
        title="Handles of people",
        description="Under which name an installation tells of somebody without saying who it is.",
    ),
    Naming(
        url=url.NOBODY,
        title="Nobody",
        description="Stands where a record about no person, such as a unit, would name one.",
    ),
)
