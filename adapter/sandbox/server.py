"""One sekmet-fhir server on loopback: python -m adapter.sandbox.server PORT FOLDER.

sekmet-fhir 0.1.1 has no search parameters for Goal and few for CareTeam and Appointment, and
answers a search by an unknown one with everything it holds: those that a sync asks by are added.
"""

import sys
from typing import Any, Final

BASE_PATH: Final = "/fhir"
_BY_PERSON: Final = {
    "Goal": "subject",
    "CareTeam": "subject",
    "List": "subject",
    "Consent": "patient",
    "Encounter": "subject",
    "DocumentReference": "subject",
    "ServiceRequest": "subject",
    "Condition": "subject",
    "Task": "for",
    "Appointment": "participant.actor",
}


def serve(port: int, folder: str, **more: Any) -> None:  # noqa: ANN401  settings of sekmet
    """Run until stopped; the database is a file in the folder."""
    import uvicorn
    from sekmet.config import Settings, set_settings
    from sekmet.fhir import search_params
    from sekmet.main import create_app

    _add_parameters(search_params)
    settings = Settings(
        base_url=f"http://127.0.0.1:{port}{BASE_PATH}",
        host="127.0.0.1",
        port=port,
        data_dir=folder,
        simulator={"enabled": False},
        log_inbound=False,
        **more,
    )
    set_settings(settings)
    uvicorn.run(create_app(settings), host="127.0.0.1", port=port, log_level="error")


def _add_parameters(search_params: Any) -> None:  # noqa: ANN401  a module without types
    for kind, element in _BY_PERSON.items():
        known = search_params.PARAMS.setdefault(kind, {})
        new = search_params.SearchParam
        known.setdefault("identifier", new("identifier", "token", ("identifier",), None))
        known.setdefault("patient", new("patient", "reference", (element,), "Patient"))


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
