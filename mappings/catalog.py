"""The one list of formats and mappings; help, docs, tests and the dispatcher iterate over it.

It holds names, scopes and dotted paths and imports none of them, so that `--help` may read it;
`load` imports what a dotted path names. Documents are recognised by content, never by file name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Final

from mappings.codes import systems
from mappings.errors import Issue, Severity, UnknownFormat
from mappings.tree import Node, told_name, told_space

SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
MSGHEAD: Final = "http://www.kith.no/xmlstds/msghead/2006-05-24"
CARE_PLANS: Final = "urn:riv:clinicalprocess:logistics:logistics:GetCarePlansResponder:2"
OBSERVATIONS: Final = "urn:riv:clinicalprocess:healthcond:basic:GetObservationsResponder:1"
NATIVE: Final = "https://viktigt.example/fhir/ns/patient-contract/1"
WRAPPER: Final = "patientContracts"  # holds many native documents in one XML file


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A document language. `roots` are the (namespace, local name) pairs that begin a document.

    `scope` names the record classes that it can write; empty when it is only read. `zone` is the
    IANA zone of its times without one. `columns` are the headers by which a table is recognised.
    """

    name: str
    title: str
    media: str
    read: str
    roots: tuple[tuple[str, str], ...] = ()
    columns: tuple[frozenset[str], ...] = ()
    write: str | None = None
    scope: tuple[str, ...] = ()
    zone: str | None = None


FORMATS: Final = (
    Format(
        name="native",
        title="native patient contract, XML or JSON",
        media="xml json",
        read="mappings.formats.native:read",
        write="mappings.formats.native:write",
        scope=("*",),
        roots=((NATIVE, "patientContract"), ("", "patientContract")),
    ),
    Format(
        name="native-json",
        title="native patient contract, written as JSON",
        media="json",
        read="mappings.formats.native:read",
        write="mappings.formats.native:write_json",
        scope=("*",),
    ),
    Format(
        name="native-csv",
        title="native table of statements or measurements, CSV",
        media="csv",
        read="mappings.formats.native_csv:read",
        write="mappings.formats.native_csv:write",
        scope=("StatementRecord", "MeasurementRecord"),
        columns=(frozenset({"statement_id"}), frozenset({"measurement_id"})),
    ),
    Format(
        name="rivta-care-plans",
        title="RIV-TA GetCarePlans 2.0 response",
        media="xml",
        read="mappings.formats.rivta_care_plans:read",
        write="mappings.formats.rivta_care_plans_write:write",
        scope=(
            *("ContractRecord", "AttachmentRecord", "AttestationRecord"),
            *("StaffRecord", "UnitRecord"),
        ),
        roots=((CARE_PLANS, "GetCarePlansResponse"),),
        zone="Europe/Stockholm",
    ),
    Format(
        name="rivta-observations",
        title="RIV-TA GetObservations 1.1 response",
        media="xml",
        read="mappings.formats.rivta_observations:read",
        roots=((OBSERVATIONS, "GetObservationsResponse"),),
        zone="Europe/Stockholm",
    ),
    Format(
        name="plo",
        title="PLO v1.6 message (MsgHead)",
        media="xml",
        read="mappings.formats.plo:read",
        roots=((MSGHEAD, "MsgHead"),),
        zone="Europe/Oslo",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """One record class and its FHIR resource: dotted paths to the record, the pair and FIELDS.

    `marks` are the (system, code) in category or code by which the resource is told from others of
    its type when it comes from a server (code None: any of that system); no marks: the rest.
    """

    record: str
    resource: str
    to_fhir: str
    from_fhir: str
    fields: str
    marks: tuple[tuple[str, str | None], ...] = ()

    @property
    def name(self) -> str:
        return self.record.partition(":")[2]


def _mapping(  # noqa: PLR0913  a row of the table below
    module: str,
    record: str,
    resource: str,
    stem: str,
    *,
    fields: str = "FIELDS",
    marks: tuple[tuple[str, str | None], ...] = (),
) -> Mapping:
    return Mapping(
        record=f"mappings.{module}:{record}",
        resource=resource,
        to_fhir=f"mappings.{module}:{stem}_to_fhir",
        from_fhir=f"mappings.{module}:{stem}_from_fhir",
        fields=f"mappings.{module}:{fields}",
        marks=marks,
    )


def load(dotted: str) -> Any:  # noqa: ANN401  whatever the path names
    """Import what `package.module:name` names."""
    module, _, name = dotted.partition(":")
    return getattr(import_module(module), name)


@cache
def named(name: str) -> Format:
    """The format of that name; raises KeyError."""
    return {each.name: each for each in FORMATS}[name]


def recognise(tree: Node) -> Format:
    """The format of a document, by its content; raises UnknownFormat with what is known."""
    starts, columns = _starts(tree), _columns(tree)
    for each in FORMATS:
        if not starts.isdisjoint(each.roots) or any(known <= columns for known in each.columns):
            return each
    raise UnknownFormat([_unknown(tree, payload(tree))])


def _starts(tree: Node) -> set[tuple[str, str]]:
    """What says what a document is: its root element, or a member of its JSON object."""
    if tree.kind == "object":
        return {("", member.name) for member in tree.children}
    start = payload(tree)
    return {(start.space, start.name)}


def payload(tree: Node) -> Node:
    """The element that says what a document is: inside a SOAP Body, else the root itself."""
    if (tree.space, tree.name) != (SOAP, "Envelope"):
        return tree
    body = tree.child("Body")
    return body.children[0] if body is not None and body.children else tree


def _columns(tree: Node) -> frozenset[str]:
    return frozenset(tree.attributes) if tree.kind == "table" else frozenset()


def _unknown(tree: Node, start: Node) -> Issue:
    name = told_name(start.name)
    found = f"{{{told_space(start.space)}}}{name}" if start.space else name
    if tree.kind == "object":
        found = _object(tree)
    elif tree.kind == "table":
        # A table without a header row has somebody's data where the names should be.
        found = f"a table of {len(_columns(tree))} columns without the names of a known one"
    note = KNOWN_BUT_NOT_READ.get((start.space, start.name))
    known = ", ".join(f"{each.name} ({each.title})" for each in FORMATS)
    hint = f"; {note}" if note else ""
    return Issue(
        severity=Severity.ERROR,
        code="not-supported",
        rule="format.unknown",
        line=tree.line,
        path=f"/{name}",
        expected=f"a document of a known format, but found {found}{hint}; known are {known}",
    )


def _object(tree: Node) -> str:
    if tree.child("resourceType") is not None:
        return "a FHIR resource, which is checked, exported and copied but not mapped"
    return "a JSON object without the members of a known one"


_LOGISTICS: Final = "urn:riv:clinicalprocess:logistics:logistics"
_BASIC: Final = "urn:riv:clinicalprocess:healthcond:basic"
KNOWN_BUT_NOT_READ: Final = {
    (CARE_PLANS, "GetCarePlans"): "this is a GetCarePlans request, not a response",
    (OBSERVATIONS, "GetObservations"): "this is a GetObservations request, not a response",
    (f"{_BASIC}:GetObservationsResponder:2", "GetObservationsResponse"): (
        "this is GetObservations 2.0; 1.1 is read"
    ),
    (f"{_LOGISTICS}:GetCareContactsResponder:3", "GetCareContactsResponse"): (
        "care contacts are not read"
    ),
    ("urn:riv:itintegration:engagementindex:UpdateResponder:1", "Update"): (
        "an engagement index update says that something changed, not what"
    ),
    (SOAP, "Envelope"): "the SOAP body is empty",
    (SOAP, "Fault"): "a SOAP Fault: the producer answered with an error, and with no data",
}


def formats_reading(media: str) -> Iterator[Format]:
    """The formats that come as `xml`, `json` or `csv`."""
    return (each for each in FORMATS if media in each.media.split())


MAPPINGS: Final = (
    _mapping("goal", "GoalRecord", "Goal", "goal"),
    _mapping(
        "what_matters",
        "StatementRecord",
        "Observation",
        "statement",
        marks=((systems.STATEMENT_CATEGORY, None),),
    ),
    _mapping(
        "what_matters", "PriorityOrderRecord", "List", "priority_order", fields="PRIORITY_FIELDS"
    ),
    _mapping("activity", "ActivityRecord", "ServiceRequest", "activity"),
    _mapping("activity", "TaskRecord", "Task", "task", fields="TASK_FIELDS"),
    _mapping("self_monitoring", "MeasurementRecord", "Observation", "measurement"),
    _mapping(
        "support_need",
        "SupportNeedRecord",
        "Observation",
        "support_need",
        marks=((systems.SUPPORT_PREFERENCE, None),),
    ),
    _mapping(
        "support_need",
        "AssessmentRecord",
        "Observation",
        "assessment",
        fields="ASSESSMENT_FIELDS",
        marks=(
            (systems.OBSERVATION_KIND, "icf-assessment"),
            (systems.OBSERVATION_KIND, "iplos-assessment"),
        ),
    ),
    _mapping(
        "follow_up",
        "FollowUpRecord",
        "Observation",
        "follow_up",
        marks=((systems.OBSERVATION_KIND, "follow-up"),),
    ),
    _mapping(
        "narrative",
        "NarrativeRecord",
        "Observation",
        "narrative",
        marks=((systems.OBSERVATION_KIND, "narrative"),),
    ),
    _mapping("need", "NeedRecord", "Condition", "need"),
    _mapping("stay", "StayRecord", "Encounter", "stay"),
    _mapping("consent", "ConsentRecord", "Consent", "consent"),
    _mapping("patient_contract", "ContractRecord", "CarePlan", "contract"),
    _mapping("care_team", "CareTeamRecord", "CareTeam", "care_team"),
    _mapping("agreed_time", "AgreedTimeRecord", "Appointment", "agreed_time"),
    _mapping("attachment", "AttachmentRecord", "DocumentReference", "attachment"),
    _mapping("provenance", "AttestationRecord", "Provenance", "attestation"),
    _mapping("people", "PersonRecord", "Patient", "person"),
    _mapping("people", "RelativeRecord", "RelatedPerson", "relative", fields="RELATIVE_FIELDS"),
    _mapping("staff", "StaffRecord", "PractitionerRole", "staff"),
    _mapping("staff", "UnitRecord", "Organization", "unit", fields="UNIT_FIELDS"),
)


@cache
def mapping_of(record: str) -> Mapping:
    """The mapping of a record class, by its name; raises KeyError."""
    return {each.name: each for each in MAPPINGS}[record]


@cache
def _to_fhir(record: str) -> Callable[[Any], dict[str, Any]]:
    found: Callable[[Any], dict[str, Any]] = load(mapping_of(record).to_fhir)
    return found


def to_fhir(record: Any) -> dict[str, Any]:  # noqa: ANN401  any record of MAPPINGS
    """The FHIR resource of a record, whatever kind it is; raises MappingError."""
    return _to_fhir(type(record).__name__)(record)


def from_fhir(resource: dict[str, Any]) -> Any:  # noqa: ANN401  a record of MAPPINGS
    """The record of a resource; None for a type no record is made of. Raises MappingError."""
    of_type = [each for each in MAPPINGS if each.resource == resource.get("resourceType")]
    codings = _marks(resource)
    for each in of_type:
        if not codings.isdisjoint(each.marks):
            return load(each.from_fhir)(resource)
    plain = next((each for each in of_type if not each.marks), None)
    return None if plain is None else load(plain.from_fhir)(resource)


def _marks(resource: dict[str, Any]) -> set[tuple[str, str | None]]:
    """Every (system, code) of category and code, and the systems alone."""
    held = [resource.get("category") or [], resource.get("code") or []]
    # One or many: a PractitionerRole has codes, a DetectedIssue one code.
    concepts = [one for each in held for one in (each if isinstance(each, list) else [each])]
    codings = [each for concept in concepts for each in concept.get("coding") or ()]
    found = {(each.get("system", ""), each.get("code")) for each in codings}
    return found | {(system, None) for system, _ in found}
