"""What a server may make of a resource without changing what it means."""

from decimal import Decimal
from typing import Any, Final

_TAG: Final = {"system": "https://server.example/tags", "code": "kept"}
_UNORDERED: Final = ("identifier", "note", "goal", "supportingInfo", "activity", "performer")


def normalised(body: dict[str, Any]) -> dict[str, Any]:
    """Trailing zeros gone, a tag of the server's own, lists whose order says nothing turned."""
    kept: dict[str, Any] = {
        name: list(reversed(value)) if name in _UNORDERED and isinstance(value, list) else value
        for name, value in body.items()
    }
    tags = [each for each in (kept.get("meta") or {}).get("tag", ()) if each != _TAG]
    kept["meta"] = {**(kept.get("meta") or {}), "tag": [*tags, _TAG]}
    without_zeros: dict[str, Any] = _shortened(kept)
    return without_zeros


def _shortened(value: Any) -> Any:  # noqa: ANN401  JSON
    if isinstance(value, Decimal):
        return Decimal(f"{value.normalize():f}")
    if isinstance(value, dict):
        return {name: _shortened(each) for name, each in value.items()}
    return [_shortened(each) for each in value] if isinstance(value, list) else value
