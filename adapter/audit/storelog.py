"""What happened as log records of the Swedish national log service (RIV-TA ehr:log, StoreLog 1.0).

https://rivta.se/tkview/#/domain/ehr:log. A job has no user: then the installation stands for one,
and the party for its unit. What was held back has no activity type there and is left out.
"""

import uuid
from collections.abc import Iterator
from typing import Any, Final

from adapter.audit.happened import Happened, Party
from adapter.values import Measure, Stage

ACTIVITIES: Final = {
    Measure.CREATE: "Skriva",
    Measure.UPDATE: "Skriva",
    Measure.MERGE: "Skriva",
    Measure.DELETE: "Radera",
    Measure.READ: "Läsa",
    Measure.QUERY: "Läsa",
    Measure.MATCH: "Läsa",
    Measure.WATCH: "Läsa",
    Measure.EXPORT: "Utskrift",
    Measure.ERASE: "Radera",
}
_PURPOSE: Final = "Vård och behandling"
_LONGEST: Final = 50  # characters of an activityLevel


def logs(each: Happened, patient: str | None) -> Iterator[dict[str, Any]]:
    """The log record of one interaction; `patient` is the national identifier, if it is known."""
    activity = ACTIVITIES.get(each.measure)
    if activity is None or each.stage is Stage.NOT_DISCLOSED:
        return
    ours, theirs = _reader(each), each.party or _reader(each)
    yield {
        "logId": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{each.job.installation} {each.number}")),
        "system": {"systemId": each.job.installation, "systemName": "viktigt"},
        "activity": {
            "activityType": activity,
            "activityLevel": f"{each.measure.value}: {each.stage.value}"[:_LONGEST],
            "activityArgs": each.job.basis,
            "startDate": each.began,
            "purpose": _PURPOSE,
        },
        "user": {
            "userId": next(iter(each.by), each.job.installation),
            "careProvider": {"careProviderId": _id(ours, each)},
            "careUnit": {"careUnitId": _id(ours, each)},
        },
        "resources": {"resource": list(_resources(each, patient, _id(theirs, each)))},
    }


def _reader(each: Happened) -> Party | None:
    """On whose behalf it was done: the party at the other side, else the only one."""
    return each.job.other(each.side) or each.party


def _id(party: Party | None, each: Happened) -> str:
    if party is None:
        return each.job.installation
    return party.name if party.value is None else party.value


def _resources(each: Happened, patient: str | None, owner: str) -> Iterator[dict[str, Any]]:
    whose = {} if patient is None else {"patient": {"patientId": patient}}
    for name in each.what or ("Patient",):
        kind = name.partition("|")[0].partition("/")[0]
        yield {"resourceType": kind, **whose, "careProvider": {"careProviderId": owner}}
