"""What the tests of the RIV-TA readers share: answers in words, and values that fit their place."""

import base64
import re
from typing import Any, Final

from adapter.codec.xml_door import read_xml
from mappings.formats import rivta_care_plans, rivta_observations
from mappings.record import Source
from mappings.tree import Leaf
from tests.account_checks import Reader, read_with
from tests.plo_support import SOURCE, Outcome

READERS: Final[dict[str, Reader]] = {
    "rivta-care-plans": rivta_care_plans.read,
    "rivta-observations": rivta_observations.read,
}
PLANS: Final = "urn:riv:clinicalprocess:logistics:logistics:GetCarePlansResponder:2"
PLANS_CORE: Final = "urn:riv:clinicalprocess:logistics:logistics:3"
OBSERVED: Final = "urn:riv:clinicalprocess:healthcond:basic:GetObservationsResponder:1"
OBSERVED_CORE: Final = "urn:riv:clinicalprocess:healthcond:basic:1"

WORDS: Final = base64.b64encode(b"Jag vill kunna bo hemma.").decode()
HEADER: Final = {
    "documentId": "SIP-1",
    "sourceSystemHSAId": "SE2321000016-TEST1",
    "documentTitle": "Min plan",
    "documentTime": "20240612101500",
    "patientId": "<id>191212121212</id><type>1.2.752.129.2.1.3.1</type>",
    "accountableHealthcareProfessional": (
        "<authorTime>20240612103000</authorTime>"
        "<healthcareProfessionalHSAId>SE2321000016-P001</healthcareProfessionalHSAId>"
        "<healthcareProfessionalName>Eva Exempel</healthcareProfessionalName>"
        "<healthcareProfessionalCareUnitHSAId>SE2321000016-VE01"
        "</healthcareProfessionalCareUnitHSAId>"
        "<healthcareProfessionalCareGiverHSAId>SE2321000016-VG01"
        "</healthcareProfessionalCareGiverHSAId>"
    ),
    "legalAuthenticator": None,
    "approvedForPatient": "true",
    "nullified": None,
    "nullifiedReason": None,
    "careContactId": None,
}
BODY: Final = {
    "content": f"<mediaType>text/plain</mediaType><value>{WORDS}</value>",
    "participatingCareUnitHSAId": None,
    "typeOfCarePlanEnum": "SIP",
}
OK: Final = "<result><resultCode>OK</resultCode><logId>1</logId></result>"


def _elements(parts: dict[str, Any]) -> str:
    """Elements by name; a list makes one for each, None leaves one out."""
    return "".join(
        f"<{name}>{each}</{name}>"
        for name, value in parts.items()
        for each in (value if isinstance(value, list) else [value])
        if each is not None
    )


def plan(**changes: Any) -> str:  # noqa: ANN401  texts, lists of texts, or None
    """One carePlan, with these elements of its header or body changed."""
    unknown = {*changes} - {*HEADER, *BODY}
    assert not unknown, unknown
    header = {name: changes.get(name, value) for name, value in HEADER.items()}
    body = {name: changes.get(name, value) for name, value in BODY.items()}
    return (
        f"<carePlan><carePlanHeader>{_elements(header)}</carePlanHeader>"
        f"<carePlanBody>{_elements(body)}</carePlanBody></carePlan>"
    )


def plans(*parts: str, result: str = OK) -> str:
    """A bare response; all in one namespace, since names alone decide."""
    return f'<GetCarePlansResponse xmlns="{PLANS}">{"".join(parts)}{result}</GetCarePlansResponse>'


def enveloped(payload: str, header: str = "") -> str:
    soap = "http://schemas.xmlsoap.org/soap/envelope/"
    return (
        f'<s:Envelope xmlns:s="{soap}"><s:Header>{header}</s:Header>'
        f"<s:Body>{payload}</s:Body></s:Envelope>"
    )


OBSERVATION: Final = {
    "id": "<root>1.2.752.999.1</root><extension>5</extension>",
    "type": (
        "<code>27113001</code><codeSystem>1.2.752.116.2.1.1</codeSystem>"
        "<displayName>Kroppsvikt</displayName>"
    ),
    "status": "<code>385651009</code><codeSystem>1.2.752.116.2.1.1</codeSystem>",
    "time": (
        "<start><format>YYYYMMDDhhmmss</format><value>20240612101500</value></start>"
        "<end><format>YYYYMMDDhhmmss</format><value>20240612101500</value></end>"
    ),
    "method": None,
    "value": "<pq><value>80</value><unit>kg</unit></pq>",
    "targetSite": None,
    "valueNegation": "false",
    "description": None,
    "approvedForPatient": "true",
    "registrationTime": "20240612103000",
    "relation": None,
}
GROUP: Final = {
    "patient": (
        "<id><root>1.2.752.129.2.1.3.1</root><extension>191212121212</extension></id>"
        "<dateOfBirth>19121212</dateOfBirth>"
    ),
    "performerRole": (
        "<code><code>ASSIGNED</code><codeSystem>2.16.840.1.113883.5.110</codeSystem></code>"
        "<careUnit><id><root>1.2.752.129.2.1.4.1</root><extension>SE2321000016-VE01</extension>"
        "</id><name>Vårdcentralen Exempel</name><careGiver><id><root>1.2.752.129.2.1.4.1</root>"
        "<extension>SE2321000016-VG01</extension></id></careGiver></careUnit>"
    ),
    "legalAuthenticator": None,
    "additionalParticipant": None,
    "sourceSystem": (
        "<id><root>1.2.752.129.2.1.4.1</root><extension>SE2321000016-TEST1</extension></id>"
    ),
}


def observation(**changes: Any) -> str:  # noqa: ANN401
    """One observation, with these elements changed."""
    assert not {*changes} - {*OBSERVATION}
    parts = {name: changes.get(name, value) for name, value in OBSERVATION.items()}
    return f"<observation>{_elements(parts)}</observation>"


def group(*observations: str, **changes: Any) -> str:  # noqa: ANN401
    """A group of observations, with these elements changed."""
    assert not {*changes} - {*GROUP}
    parts = {name: changes.get(name, value) for name, value in GROUP.items()}
    inner = "".join(observations or (observation(),))
    return f"<observationGroup>{_elements(parts)}{inner}</observationGroup>"


def observed(*groups: str) -> str:
    return (
        f'<GetObservationsResponse xmlns="{OBSERVED}">{"".join(groups)}</GetObservationsResponse>'
    )


def read(xml: str | bytes, source: Source = SOURCE) -> Outcome:
    """Read a response, whichever of the two contracts it is of."""
    data = xml.encode() if isinstance(xml, str) else xml
    name = "rivta-observations" if b"GetObservations" in data else "rivta-care-plans"
    return read_with(READERS[name], read_xml(data), source)


def of_type(outcome: Outcome, kind: str) -> list[dict[str, Any]]:
    return [each for each in outcome.resources if each["resourceType"] == kind]


def rules(outcome: Outcome) -> set[str]:
    return {issue.rule for issue in outcome.issues}


# -- values that fit a place, and that FHIR shows so that they are found -------------------------


def fitting(leaf: Leaf, at: int) -> tuple[str, str] | None:
    """A value for a leaf that stands nowhere else and is legal there, and how FHIR shows it.

    None where the contract allows a few codes only, so that no value can be told from others.
    """
    name, value = leaf.node.name, leaf.value.strip()
    if leaf.attribute is not None or name in _CODED or _is_coded(leaf):
        return None
    if re.fullmatch(r"\d{14}", value):
        # An end comes after its start, whatever time the start has.
        year = 2029 if "end" in (name, leaf.node.parent and leaf.node.parent.name) else 2009
        stamp = f"{year}{at % 12 + 1:02}{at % 28 + 1:02}{at % 24:02}{at % 60:02}17"
        return stamp, f"{stamp[8:10]}:{stamp[10:12]}:17"
    if name == "value" and leaf.node.parent is not None and leaf.node.parent.name == "content":
        word = f"Ord nummer {at}."
        return base64.b64encode(word.encode()).decode(), word
    if re.fullmatch(r"[0-2](\.\d+)+", value) and name in ("codeSystem", "root"):
        return f"1.2.752.999.{1000 + at}", f"1.2.752.999.{1000 + at}"
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", value) and name == "value":
        return f"7{at}.250", f"7{at}.250"
    return f"token{at}x", f"token{at}x"


_CODED: Final = frozenset(
    {
        *("approvedForPatient", "nullified", "valueNegation", "typeOfCarePlanEnum", "mediaType"),
        *("format", "dateOfBirth", "use", "type", "resultCode"),
    }
)


def _is_coded(leaf: Leaf) -> bool:
    """Whether it is the code of a status or a gender, or the system of that code."""
    if leaf.node.name not in ("code", "codeSystem"):
        return False
    parents = [leaf.node.parent, None if leaf.node.parent is None else leaf.node.parent.parent]
    return any(each is not None and each.name in ("status", "gender") for each in parents)
