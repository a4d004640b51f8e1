"""FHIR R4 resources and data types as typed JSON trees (https://hl7.org/fhir/R4/resourcelist.html).

Generated from the R4 4.0.1 definitions by `make generate`: not edited by hand.
A required element is a required key; codes with a required binding are Literals; `_name` holds
the id and extensions of the primitive `name`.
"""

from decimal import Decimal
from typing import Literal, NotRequired, TypeAlias, TypedDict

AddressUse: TypeAlias = Literal["home", "work", "temp", "old", "billing"]
AddressType: TypeAlias = Literal["postal", "physical", "both"]
QuantityComparator: TypeAlias = Literal["<", "<=", ">=", ">"]
IdentifierUse: TypeAlias = Literal["usual", "official", "temp", "secondary", "old"]
ContactPointSystem: TypeAlias = Literal["phone", "fax", "email", "pager", "url", "sms", "other"]
ContactPointUse: TypeAlias = Literal["home", "work", "temp", "old", "mobile"]
HumanNameUse: TypeAlias = Literal[
    "usual",
    "official",
    "temp",
    "nickname",
    "anonymous",
    "old",
    "maiden",
]
TimingRepeatDurationUnit: TypeAlias = Literal["s", "min", "h", "d", "wk", "mo", "a"]
TimingRepeatPeriodUnit: TypeAlias = Literal["s", "min", "h", "d", "wk", "mo", "a"]
TimingRepeatDayOfWeek: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
TimingRepeatWhen: TypeAlias = Literal[
    "MORN",
    "MORN.early",
    "MORN.late",
    "NOON",
    "AFT",
    "AFT.early",
    "AFT.late",
    "EVE",
    "EVE.early",
    "EVE.late",
    "NIGHT",
    "PHS",
    "HS",
    "WAKE",
    "C",
    "CM",
    "CD",
    "CV",
    "AC",
    "ACM",
    "ACD",
    "ACV",
    "PC",
    "PCM",
    "PCD",
    "PCV",
]
ContributorType: TypeAlias = Literal["author", "editor", "reviewer", "endorser"]
DataRequirementSortDirection: TypeAlias = Literal["ascending", "descending"]
ParameterDefinitionUse: TypeAlias = Literal["in", "out"]
RelatedArtifactType: TypeAlias = Literal[
    "documentation",
    "justification",
    "citation",
    "predecessor",
    "successor",
    "derived-from",
    "depends-on",
    "composed-of",
]
TriggerDefinitionType: TypeAlias = Literal[
    "named-event",
    "periodic",
    "data-changed",
    "data-added",
    "data-modified",
    "data-removed",
    "data-accessed",
    "data-access-ended",
]
NarrativeStatus: TypeAlias = Literal["generated", "extensions", "additional", "empty"]
CarePlanActivityDetailKind: TypeAlias = Literal[
    "Appointment",
    "CommunicationRequest",
    "DeviceRequest",
    "MedicationRequest",
    "NutritionOrder",
    "Task",
    "ServiceRequest",
    "VisionPrescription",
]
CarePlanActivityDetailStatus: TypeAlias = Literal[
    "not-started",
    "scheduled",
    "in-progress",
    "on-hold",
    "completed",
    "cancelled",
    "stopped",
    "unknown",
    "entered-in-error",
]
CarePlanStatus: TypeAlias = Literal[
    "draft",
    "active",
    "on-hold",
    "revoked",
    "completed",
    "entered-in-error",
    "unknown",
]
CarePlanIntent: TypeAlias = Literal["proposal", "plan", "order", "option"]
GoalLifecycleStatus: TypeAlias = Literal[
    "proposed",
    "planned",
    "accepted",
    "active",
    "on-hold",
    "completed",
    "cancelled",
    "entered-in-error",
    "rejected",
]
ObservationStatus: TypeAlias = Literal[
    "registered",
    "preliminary",
    "final",
    "amended",
    "corrected",
    "cancelled",
    "entered-in-error",
    "unknown",
]
ServiceRequestStatus: TypeAlias = Literal[
    "draft",
    "active",
    "on-hold",
    "revoked",
    "completed",
    "entered-in-error",
    "unknown",
]
ServiceRequestIntent: TypeAlias = Literal[
    "proposal",
    "plan",
    "directive",
    "order",
    "original-order",
    "reflex-order",
    "filler-order",
    "instance-order",
    "option",
]
ServiceRequestPriority: TypeAlias = Literal["routine", "urgent", "asap", "stat"]
TaskStatus: TypeAlias = Literal[
    "draft",
    "requested",
    "received",
    "accepted",
    "rejected",
    "ready",
    "cancelled",
    "in-progress",
    "on-hold",
    "failed",
    "completed",
    "entered-in-error",
]
TaskIntent: TypeAlias = Literal[
    "unknown",
    "proposal",
    "plan",
    "order",
    "original-order",
    "reflex-order",
    "filler-order",
    "instance-order",
    "option",
]
TaskPriority: TypeAlias = Literal["routine", "urgent", "asap", "stat"]
CareTeamStatus: TypeAlias = Literal[
    "proposed",
    "active",
    "suspended",
    "inactive",
    "entered-in-error",
]
AppointmentParticipantRequired: TypeAlias = Literal["required", "optional", "information-only"]
AppointmentParticipantStatus: TypeAlias = Literal[
    "accepted",
    "declined",
    "tentative",
    "needs-action",
]
AppointmentStatus: TypeAlias = Literal[
    "proposed",
    "pending",
    "booked",
    "arrived",
    "fulfilled",
    "cancelled",
    "noshow",
    "entered-in-error",
    "checked-in",
    "waitlist",
]
DocumentReferenceRelatesToCode: TypeAlias = Literal["replaces", "transforms", "signs", "appends"]
DocumentReferenceStatus: TypeAlias = Literal["current", "superseded", "entered-in-error"]
DocumentReferenceDocStatus: TypeAlias = Literal[
    "preliminary",
    "final",
    "amended",
    "entered-in-error",
]
ConsentProvisionDataMeaning: TypeAlias = Literal["instance", "related", "dependents", "authoredby"]
ConsentProvisionType: TypeAlias = Literal["deny", "permit"]
ConsentStatus: TypeAlias = Literal[
    "draft",
    "proposed",
    "active",
    "rejected",
    "inactive",
    "entered-in-error",
]
EncounterStatusHistoryStatus: TypeAlias = Literal[
    "planned",
    "arrived",
    "triaged",
    "in-progress",
    "onleave",
    "finished",
    "cancelled",
    "entered-in-error",
    "unknown",
]
EncounterLocationStatus: TypeAlias = Literal["planned", "active", "reserved", "completed"]
EncounterStatus: TypeAlias = Literal[
    "planned",
    "arrived",
    "triaged",
    "in-progress",
    "onleave",
    "finished",
    "cancelled",
    "entered-in-error",
    "unknown",
]
ListStatus: TypeAlias = Literal["current", "retired", "entered-in-error"]
ListMode: TypeAlias = Literal["working", "snapshot", "changes"]
ProvenanceEntityRole: TypeAlias = Literal[
    "derivation",
    "revision",
    "quotation",
    "source",
    "removal",
]
PatientContactGender: TypeAlias = Literal["male", "female", "other", "unknown"]
PatientLinkType: TypeAlias = Literal["replaced-by", "replaces", "refer", "seealso"]
PatientGender: TypeAlias = Literal["male", "female", "other", "unknown"]
RelatedPersonGender: TypeAlias = Literal["male", "female", "other", "unknown"]
PractitionerGender: TypeAlias = Literal["male", "female", "other", "unknown"]
PractitionerRoleAvailableTimeDaysOfWeek: TypeAlias = Literal[
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
]
DeviceUdiCarrierEntryType: TypeAlias = Literal[
    "barcode",
    "rfid",
    "manual",
    "card",
    "self-reported",
    "unknown",
]
DeviceDeviceNameType: TypeAlias = Literal[
    "udi-label-name",
    "user-friendly-name",
    "patient-reported-name",
    "manufacturer-name",
    "model-name",
    "other",
]
DeviceStatus: TypeAlias = Literal["active", "inactive", "entered-in-error", "unknown"]
QuestionnaireResponseStatus: TypeAlias = Literal[
    "in-progress",
    "completed",
    "amended",
    "entered-in-error",
    "stopped",
]
BundleEntrySearchMode: TypeAlias = Literal["match", "include", "outcome"]
BundleEntryRequestMethod: TypeAlias = Literal["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]
BundleType: TypeAlias = Literal[
    "document",
    "message",
    "transaction",
    "transaction-response",
    "batch",
    "batch-response",
    "history",
    "searchset",
    "collection",
]
OperationOutcomeIssueSeverity: TypeAlias = Literal["fatal", "error", "warning", "information"]
OperationOutcomeIssueCode: TypeAlias = Literal[
    "invalid",
    "structure",
    "required",
    "value",
    "invariant",
    "security",
    "login",
    "unknown",
    "expired",
    "forbidden",
    "suppressed",
    "processing",
    "not-supported",
    "duplicate",
    "multiple-matches",
    "not-found",
    "deleted",
    "too-long",
    "code-invalid",
    "extension",
    "too-costly",
    "business-rule",
    "conflict",
    "transient",
    "lock-error",
    "no-store",
    "exception",
    "timeout",
    "incomplete",
    "throttled",
    "informational",
]
CapabilityStatementRestResourceInteractionCode: TypeAlias = Literal[
    "read",
    "vread",
    "update",
    "patch",
    "delete",
    "history-instance",
    "history-type",
    "create",
    "search-type",
]
CapabilityStatementRestResourceSearchParamType: TypeAlias = Literal[
    "number",
    "date",
    "string",
    "token",
    "reference",
    "composite",
    "quantity",
    "uri",
    "special",
]
CapabilityStatementRestResourceVersioning: TypeAlias = Literal[
    "no-version",
    "versioned",
    "versioned-update",
]
CapabilityStatementRestResourceConditionalRead: TypeAlias = Literal[
    "not-supported",
    "modified-since",
    "not-match",
    "full-support",
]
CapabilityStatementRestResourceConditionalDelete: TypeAlias = Literal[
    "not-supported",
    "single",
    "multiple",
]
CapabilityStatementRestResourceReferencePolicy: TypeAlias = Literal[
    "literal",
    "logical",
    "resolves",
    "enforced",
    "local",
]
CapabilityStatementRestInteractionCode: TypeAlias = Literal[
    "transaction",
    "batch",
    "search-system",
    "history-system",
]
CapabilityStatementRestMode: TypeAlias = Literal["client", "server"]
CapabilityStatementMessagingSupportedMessageMode: TypeAlias = Literal["sender", "receiver"]
CapabilityStatementDocumentMode: TypeAlias = Literal["producer", "consumer"]
CapabilityStatementStatus: TypeAlias = Literal["draft", "active", "retired", "unknown"]
CapabilityStatementKind: TypeAlias = Literal["instance", "capability", "requirements"]
CapabilityStatementFhirVersion: TypeAlias = Literal[
    "0.01",
    "0.05",
    "0.06",
    "0.11",
    "0.0.80",
    "0.0.81",
    "0.0.82",
    "0.4.0",
    "0.5.0",
    "1.0.0",
    "1.0.1",
    "1.0.2",
    "1.1.0",
    "1.4.0",
    "1.6.0",
    "1.8.0",
    "3.0.0",
    "3.0.1",
    "3.3.0",
    "3.5.0",
    "4.0.0",
    "4.0.1",
]


class Element(TypedDict):
    id: NotRequired[str | None]
    extension: NotRequired[list["Extension"] | None]


class Period(Element):
    start: NotRequired[str | None]
    _start: NotRequired[Element | None]
    end: NotRequired[str | None]
    _end: NotRequired[Element | None]


class Address(Element):
    use: NotRequired[AddressUse | None]
    _use: NotRequired[Element | None]
    type: NotRequired[AddressType | None]
    _type: NotRequired[Element | None]
    text: NotRequired[str | None]
    _text: NotRequired[Element | None]
    line: NotRequired[list[str] | None]
    _line: NotRequired[list[Element | None] | None]
    city: NotRequired[str | None]
    _city: NotRequired[Element | None]
    district: NotRequired[str | None]
    _district: NotRequired[Element | None]
    state: NotRequired[str | None]
    _state: NotRequired[Element | None]
    postalCode: NotRequired[str | None]
    _postalCode: NotRequired[Element | None]
    country: NotRequired[str | None]
    _country: NotRequired[Element | None]
    period: NotRequired[Period | None]


class Quantity(Element):
    value: NotRequired[Decimal | None]
    _value: NotRequired[Element | None]
    comparator: NotRequired[QuantityComparator | None]
    _comparator: NotRequired[Element | None]
    unit: NotRequired[str | None]
    _unit: NotRequired[Element | None]
    system: NotRequired[str | None]
    _system: NotRequired[Element | None]
    code: NotRequired[str | None]
    _code: NotRequired[Element | None]


class Age(Quantity):
    """The members of Quantity."""


class Coding(Element):
    system: NotRequired[str | None]
    _system: NotRequired[Element | None]
    version: NotRequired[str | None]
    _version: NotRequired[Element | None]
    code: NotRequired[str | None]
    _code: NotRequired[Element | None]
    display: NotRequired[str | None]
    _display: NotRequired[Element | None]
    userSelected: NotRequired[bool | None]
    _userSelected: NotRequired[Element | None]


class CodeableConcept(Element):
    coding: NotRequired[list[Coding] | None]
    text: NotRequired[str | None]
    _text: NotRequired[Element | None]


class Identifier(Element):
    use: NotRequired[IdentifierUse | None]
    _use: NotRequired[Element | None]
    type: NotRequired[CodeableConcept | None]
    system: NotRequired[str | None]
    _system: NotRequired[Element | None]
    value: NotRequired[str | None]
    _value: NotRequired[Element | None]
    period: NotRequired[Period | None]
    assigner: NotRequired["Reference | None"]


class Reference(Element):
    reference: NotRequired[str | None]
    _reference: NotRequired[Element | None]
    type: NotRequired[str | None]
    _type: NotRequired[Element | None]
    identifier: NotRequired[Identifier | None]
    display: NotRequired[str | None]
    _display: NotRequired[Element | None]


class Annotation(Element):
    authorReference: NotRequired[Reference | None]
    authorString: NotRequired[str | None]
    _authorString: NotRequired[Element | None]
    time: NotRequired[str | None]
    _time: NotRequired[Element | None]
    text: str
    _text: NotRequired[Element | None]


class Attachment(Element):
    contentType: NotRequired[str | None]
    _contentType: NotRequired[Element | None]
    language: NotRequired[str | None]
    _language: NotRequired[Element | None]
    data: NotRequired[str | None]
    _data: NotRequired[Element | None]
    url: NotRequired[str | None]
    _url: NotRequired[Element | None]
    size: NotRequired[int | None]
    _size: NotRequired[Element | None]
    hash: NotRequired[str | None]
    _hash: NotRequired[Element | None]
    title: NotRequired[str | None]
    _title: NotRequired[Element | None]
    creation: NotRequired[str | None]
    _creation: NotRequired[Element | None]


class ContactPoint(Element):
    system: NotRequired[ContactPointSystem | None]
    _system: NotRequired[Element | None]
    value: NotRequired[str | None]
    _value: NotRequired[Element | None]
    use: NotRequired[ContactPointUse | None]
    _use: NotRequired[Element | None]
    rank: NotRequired[int | None]
    _rank: NotRequired[Element | None]
    period: NotRequired[Period | None]


class Count(Quantity):
    """The members of Quantity."""


class Distance(Quantity):
    """The members of Quantity."""


class Duration(Quantity):
    """The members of Quantity."""


class HumanName(Element):
    use: NotRequired[HumanNameUse | None]
    _use: NotRequired[Element | None]
    text: NotRequired[str | None]
    _text: NotRequired[Element | None]
    family: NotRequired[str | None]
    _family: NotRequired[Element | None]
    given: NotRequired[list[str] | None]
    _given: NotRequired[list[Element | None] | None]
    prefix: NotRequired[list[str] | None]
    _prefix: NotRequired[list[Element | None] | None]
    suffix: NotRequired[list[str] | None]
    _suffix: NotRequired[list[Element | None] | None]
    period: NotRequired[Period | None]


class Money(Element):
    value: NotRequired[Decimal | None]
    _value: NotRequired[Element | None]
    currency: NotRequired[str | None]
    _currency: NotRequired[Element | None]


class Range(Element):
    low: NotRequired[Quantity | None]
    high: NotRequired[Quantity | None]


class Ratio(Element):
    numerator: NotRequired[Quantity | None]
    denominator: NotRequired[Quantity | None]


class SampledData(Element):
    origin: Quantity
    period: Decimal
    _period: NotRequired[Element | None]
    factor: NotRequired[Decimal | None]
    _factor: NotRequired[Element | None]
    lowerLimit: NotRequired[Decimal | None]
    _lowerLimit: NotRequired[Element | None]
    upperLimit: NotRequired[Decimal | None]
    _upperLimit: NotRequired[Element | None]
    dimensions: int
    _dimensions: NotRequired[Element | None]
    data: NotRequired[str | None]
    _data: NotRequired[Element | None]


class Signature(Element):
    type: list[Coding]
    when: str
    _when: NotRequired[Element | None]
    who: Reference
    onBehalfOf: NotRequired[Reference | None]
    targetFormat: NotRequired[str | None]
    _targetFormat: NotRequired[Element | None]
    sigFormat: NotRequired[str | None]
    _sigFormat: NotRequired[Element | None]
    data: NotRequired[str | None]
    _data: NotRequired[Element | None]


class BackboneElement(Element):
    modifierExtension: NotRequired[list["Extension"] | None]


class TimingRepeat(Element):
    boundsDuration: NotRequired[Duration | None]
    boundsRange: NotRequired[Range | None]
    boundsPeriod: NotRequired[Period | None]
    count: NotRequired[int | None]
    _count: NotRequired[Element | None]
    countMax: NotRequired[int | None]
    _countMax: NotRequired[Element | None]
    duration: NotRequired[Decimal | None]
    _duration: NotRequired[Element | None]
    durationMax: NotRequired[Decimal | None]
    _durationMax: NotRequired[Element | None]
    durationUnit: NotRequired[TimingRepeatDurationUnit | None]
    _durationUnit: NotRequired[Element | None]
    frequency: NotRequired[int | None]
    _frequency: NotRequired[Element | None]
    frequencyMax: NotRequired[int | None]
    _frequencyMax: NotRequired[Element | None]
    period: NotRequired[Decimal | None]
    _period: NotRequired[Element | None]
    periodMax: NotRequired[Decimal | None]
    _periodMax: NotRequired[Element | None]
    periodUnit: NotRequired[TimingRepeatPeriodUnit | None]
    _periodUnit: NotRequired[Element | None]
    dayOfWeek: NotRequired[list[TimingRepeatDayOfWeek] | None]
    _dayOfWeek: NotRequired[list[Element | None] | None]
    timeOfDay: NotRequired[list[str] | None]
    _timeOfDay: NotRequired[list[Element | None] | None]
    when: NotRequired[list[TimingRepeatWhen] | None]
    _when: NotRequired[list[Element | None] | None]
    offset: NotRequired[int | None]
    _offset: NotRequired[Element | None]


class Timing(BackboneElement):
    event: NotRequired[list[str] | None]
    _event: NotRequired[list[Element | None] | None]
    repeat: NotRequired[TimingRepeat | None]
    code: NotRequired[CodeableConcept | None]


class ContactDetail(Element):
    name: NotRequired[str | None]
    _name: NotRequired[Element | None]
    telecom: NotRequired[list[ContactPoint] | None]


class Contributor(Element):
    type: ContributorType
    _type: NotRequired[Element | None]
    name: str
    _name: NotRequired[Element | None]
    contact: NotRequired[list[ContactDetail] | None]


class DataRequirementCodeFilter(Element):
    path: NotRequired[str | None]
    _path: NotRequired[Element | None]
    searchParam: NotRequired[str | None]
    _searchParam: NotRequired[Element | None]
    valueSet: NotRequired[str | None]
    _valueSet: NotRequired[Element | None]
    code: NotRequired[list[Coding] | None]


class DataRequirementDateFilter(Element):
    path: NotRequired[str | None]
    _path: NotRequired[Element | None]
    searchParam: NotRequired[str | None]
    _searchParam: NotRequired[Element | None]
    valueDateTime: NotRequired[str | None]
    _valueDateTime: NotRequired[Element | None]
    valuePeriod: NotRequired[Period | None]
    valueDuration: NotRequired[Duration | None]


class DataRequirementSort(Element):
    path: str
    _path: NotRequired[Element | None]
    direction: DataRequirementSortDirection
    _direction: NotRequired[Element | None]


class DataRequirement(Element):
    type: str
    _type: NotRequired[Element | None]
    profile: NotRequired[list[str] | None]
    _profile: NotRequired[list[Element | None] | None]
    subjectCodeableConcept: NotRequired[CodeableConcept | None]
    subjectReference: NotRequired[Reference | None]
    mustSupport: NotRequired[list[str] | None]
    _mustSupport: NotRequired[list[Element | None] | None]
    codeFilter: NotRequired[list[DataRequirementCodeFilter] | None]
    dateFilter: NotRequired[list[DataRequirementDateFilter] | None]
    limit: NotRequired[int | None]
    _limit: NotRequired[Element | None]
    sort: NotRequired[list[DataRequirementSort] | None]


class Expression(Element):
    description: NotRequired[str | None]
    _description: NotRequired[Element | None]
    name: NotRequired[str | None]
    _name: NotRequired[Element | None]
    language: str
    _language: NotRequired[Element | None]
    expression: NotRequired[str | None]
    _expression: NotRequired[Element | None]
    reference: NotRequired[str | None]
    _reference: NotRequired[Element | None]


class ParameterDefinition(Element):
    name: NotRequired[str | None]
    _name: NotRequired[Element | None]
    use: ParameterDefinitionUse
    _use: NotRequired[Element | None]
    min: NotRequired[int | None]
    _min: NotRequired[Element | None]
    max: NotRequired[str | None]
    _max: NotRequired[Element | None]
    documentation: NotRequired[str | None]
    _documentation: NotRequired[Element | None]
    type: str
    _type: NotRequired[Element | None]
    profile: NotRequired[str | None]
    _profile: NotRequired[Element | None]


class RelatedArtifact(Element):
    type: RelatedArtifactType
    _type: NotRequired[Element | None]
    label: NotRequired[str | None]
    _label: NotRequired[Element | None]
    display: NotRequired[str | None]
    _display: NotRequired[Element | None]
    citation: NotRequired[str | None]
    _citation: NotRequired[Element | None]
    url: NotRequired[str | None]
    _url: NotRequired[Element | None]
    document: NotRequired[Attachment | None]
    resource: NotRequired[str | None]
    _resource: NotRequired[Element | None]


class TriggerDefinition(Element):
    type: TriggerDefinitionType
    _type: NotRequired[Element | None]
    name: NotRequired[str | None]
    _name: NotRequired[Element | None]
    timingTiming: NotRequired[Timing | None]
    timingReference: NotRequired[Reference | None]
    timingDate: NotRequired[str | None]
    _timingDate: NotRequired[Element | None]
    timingDateTime: NotRequired[str | None]
    _timingDateTime: NotRequired[Element | None]
    data: NotRequired[list[DataRequirement] | None]
    condition: NotRequired[Expression | None]


class UsageContext(Element):
    code: Coding
    valueCodeableConcept: NotRequired[CodeableConcept | None]
    valueQuantity: NotRequired[Quantity | None]
    valueRange: NotRequired[Range | None]
    valueReference: NotRequired[Reference | None]


class DosageDoseAndRate(Element):
    type: NotRequired[CodeableConcept | None]
    doseRange: NotRequired[Range | None]
    doseQuantity: NotRequired[Quantity | None]
    rateRatio: NotRequired[Ratio | None]
    rateRange: NotRequired[Range | None]
    rateQuantity: NotRequired[Quantity | None]


class Dosage(BackboneElement):
    sequence: NotRequired[int | None]
    _sequence: NotRequired[Element | None]
    text: NotRequired[str | None]
    _text: NotRequired[Element | None]
    additionalInstruction: NotRequired[list[CodeableConcept] | None]
    patientInstruction: NotRequired[str | None]
    _patientInstruction: NotRequired[Element | None]
    timing: NotRequired[Timing | None]
    asNeededBoolean: NotRequired[bool | None]
    _asNeededBoolean: NotRequired[Element | None]
    asNeededCodeableConcept: NotRequired[CodeableConcept | None]
    site: NotRequired[CodeableConcept | None]
    route: NotRequired[CodeableConcept | None]
    method: NotRequired[CodeableConcept | None]
    doseAndRate: NotRequired[list[DosageDoseAndRate] | None]
    maxDosePerPeriod: NotRequired[Ratio | None]
    maxDosePerAdministration: NotRequired[Quantity | None]
    maxDosePerLifetime: NotRequired[Quantity | None]


class Meta(Element):
    versionId: NotRequired[str | None]
    _versionId: NotRequired[Element | None]
    lastUpdated: NotRequired[str | None]
    _lastUpdated: NotRequired[Element | None]
    source: NotRequired[str | None]
    _source: NotRequired[Element | None]
    profile: NotRequired[list[str] | None]
    _profile: NotRequired[list[Element | None] | None]
    security: NotRequired[list[Coding] | None]
    tag: NotRequired[list[Coding] | None]


class Extension(Element):
    url: str
    valueBase64Binary: NotRequired[str | None]
    _valueBase64Binary: NotRequired[Element | None]
    valueBoolean: NotRequired[bool | None]
    _valueBoolean: NotRequired[Element | None]
    valueCanonical: NotRequired[str | None]
    _valueCanonical: NotRequired[Element | None]
    valueCode: NotRequired[str | None]
    _valueCode: NotRequired[Element | None]
    valueDate: NotRequired[str | None]
    _valueDate: NotRequired[Element | None]
    valueDateTime: NotRequired[str | None]
    _valueDateTime: NotRequired[Element | None]
    valueDecimal: NotRequired[Decimal | None]
    _valueDecimal: NotRequired[Element | None]
    valueId: NotRequired[str | None]
    _valueId: NotRequired[Element | None]
    valueInstant: NotRequired[str | None]
    _valueInstant: NotRequired[Element | None]
    valueInteger: NotRequired[int | None]
    _valueInteger: NotRequired[Element | None]
    valueMarkdown: NotRequired[str | None]
    _valueMarkdown: NotRequired[Element | None]
    valueOid: NotRequired[str | None]
    _valueOid: NotRequired[Element | None]
    valuePositiveInt: NotRequired[int | None]
    _valuePositiveInt: NotRequired[Element | None]
    valueString: NotRequired[str | None]
    _valueString: NotRequired[Element | None]
    valueTime: NotRequired[str | None]
    _valueTime: NotRequired[Element | None]
    valueUnsignedInt: NotRequired[int | None]
    _valueUnsignedInt: NotRequired[Element | None]
    valueUri: NotRequired[str | None]
    _valueUri: NotRequired[Element | None]
    valueUrl: NotRequired[str | None]
    _valueUrl: NotRequired[Element | None]
    valueUuid: NotRequired[str | None]
    _valueUuid: NotRequired[Element | None]
    valueAddress: NotRequired[Address | None]
    valueAge: NotRequired[Age | None]
    valueAnnotation: NotRequired[Annotation | None]
    valueAttachment: NotRequired[Attachment | None]
    valueCodeableConcept: NotRequired[CodeableConcept | None]
    valueCoding: NotRequired[Coding | None]
    valueContactPoint: NotRequired[ContactPoint | None]
    valueCount: NotRequired[Count | None]
    valueDistance: NotRequired[Distance | None]
    valueDuration: NotRequired[Duration | None]
    valueHumanName: NotRequired[HumanName | None]
    valueIdentifier: NotRequired[Identifier | None]
    valueMoney: NotRequired[Money | None]
    valuePeriod: NotRequired[Period | None]
    valueQuantity: NotRequired[Quantity | None]
    valueRange: NotRequired[Range | None]
    valueRatio: NotRequired[Ratio | None]
    valueReference: NotRequired[Reference | None]
    valueSampledData: NotRequired[SampledData | None]
    valueSignature: NotRequired[Signature | None]
    valueTiming: NotRequired[Timing | None]
    valueContactDetail: NotRequired[ContactDetail | None]
    valueContributor: NotRequired[Contributor | None]
    valueDataRequirement: NotRequired[DataRequirement | None]
    valueExpression: NotRequired[Expression | None]
    valueParameterDefinition: NotRequired[ParameterDefinition | None]
    valueRelatedArtifact: NotRequired[RelatedArtifact | None]
    valueTriggerDefinition: NotRequired[TriggerDefinition | None]
    valueUsageContext: NotRequired[UsageContext | None]
    valueDosage: NotRequired[Dosage | None]
    valueMeta: NotRequired[Meta | None]


class Resource(TypedDict):
    id: NotRequired[str | None]
    meta: NotRequired[Meta | None]
    implicitRules: NotRequired[str | None]
    _implicitRules: NotRequired[Element | None]
    language: NotRequired[str | None]
    _language: NotRequired[Element | None]


class DomainResource(Resource):
    text: NotRequired["Narrative | None"]
    contained: NotRequired[list[dict[str, object]] | None]
    extension: NotRequired[list[Extension] | None]
    modifierExtension: NotRequired[list[Extension] | None]


class Narrative(Element):
    status: NarrativeStatus
    _status: NotRequired[Element | None]
    div: str


class CarePlanActivityDetail(BackboneElement):
    kind: NotRequired[CarePlanActivityDetailKind | None]
    _kind: NotRequired[Element | None]
    instantiatesCanonical: NotRequired[list[str] | None]
    _instantiatesCanonical: NotRequired[list[Element | None] | None]
    instantiatesUri: NotRequired[list[str] | None]
    _instantiatesUri: NotRequired[list[Element | None] | None]
    code: NotRequired[CodeableConcept | None]
    reasonCode: NotRequired[list[CodeableConcept] | None]
    reasonReference: NotRequired[list[Reference] | None]
    goal: NotRequired[list[Reference] | None]
    status: CarePlanActivityDetailStatus
    _status: NotRequired[Element | None]
    statusReason: NotRequired[CodeableConcept | None]
    doNotPerform: NotRequired[bool | None]
    _doNotPerform: NotRequired[Element | None]
    scheduledTiming: NotRequired[Timing | None]
    scheduledPeriod: NotRequired[Period | None]
    scheduledString: NotRequired[str | None]
    _scheduledString: NotRequired[Element | None]
    location: NotRequired[Reference | None]
    performer: NotRequired[list[Reference] | None]
    productCodeableConcept: NotRequired[CodeableConcept | None]
    productReference: NotRequired[Reference | None]
    dailyAmount: NotRequired[Quantity | None]
    quantity: NotRequired[Quantity | None]
    description: NotRequired[str | None]
    _description: NotRequired[Element | None]


class CarePlanActivity(BackboneElement):
    outcomeCodeableConcept: NotRequired[list[CodeableConcept] | None]
    outcomeReference: NotRequired[list[Reference] | None]
    progress: NotRequired[list[Annotation] | None]
    reference: NotRequired[Reference | None]
    detail: NotRequired[CarePlanActivityDetail | None]


class CarePlan(DomainResource):
    resourceType: Literal["CarePlan"]
    identifier: NotRequired[list[Identifier] | None]
    instantiatesCanonical: NotRequired[list[str] | None]
    _instantiatesCanonical: NotRequired[list[Element | None] | None]
    instantiatesUri: NotRequired[list[str] | None]
    _instantiatesUri: NotRequired[list[Element | None] | None]
    basedOn: NotRequired[list[Reference] | None]
    replaces: NotRequired[list[Reference] | None]
    partOf: NotRequired[list[Reference] | None]
    status: CarePlanStatus
    _status: NotRequired[Element | None]
    intent: CarePlanIntent
    _intent: NotRequired[Element | None]
    category: NotRequired[list[CodeableConcept] | None]
    title: NotRequired[str | None]
    _title: NotRequired[Element | None]
    description: NotRequired[str | None]
    _description: NotRequired[Element | None]
    subject: Reference
    encounter: NotRequired[Reference | None]
    period: NotRequired[Period | None]
    created: NotRequired[str | None]
    _created: NotRequired[Element | None]
    author: NotRequired[Reference | None]
    contributor: NotRequired[list[Reference] | None]
    careTeam: NotRequired[list[Reference] | None]
    addresses: NotRequired[list[Reference] | None]
    supportingInfo: NotRequired[list[Reference] | None]
    goal: NotRequired[list[Reference] | None]
    activity: NotRequired[list[CarePlanActivity] | None]
    note: NotRequired[list[Annotation] | None]


class GoalTarget(BackboneElement):
    measure: NotRequired[CodeableConcept | None]
    detailQuantity: NotRequired[Quantity | None]
    detailRange: NotRequired[Range | None]
    detailCodeableConcept: NotRequired[CodeableConcept | None]
    detailString: NotRequired[str | None]
    _detailString: NotRequired[Element | None]
    detailBoolean: NotRequired[bool | None]
    _detailBoolean: NotRequired[Element | None]
    detailInteger: NotRequired[int | None]
    _detailInteger: NotRequired[Element | None]
    detailRatio: NotRequired[Ratio | None]
    dueDate: NotRequired[str | None]
    _dueDate: NotRequired[Element | None]
    dueDuration: NotRequired[Duration | None]


class Goal(DomainResource):
    resourceType: Literal["Goal"]
    identifier: NotRequired[list[Identifier] | None]
    lifecycleStatus: GoalLifecycleStatus
    _lifecycleStatus: NotRequired[Element | None]
    achievementStatus: NotRequired[CodeableConcept | None]
    category: NotRequired[list[CodeableConcept] | None]
    priority: NotRequired[CodeableConcept | None]
    description: CodeableConcept
    subject: Reference
    startDate: NotRequired[str | None]
    _startDate: NotRequired[Element | None]
    startCodeableConcept: NotRequired[CodeableConcept | None]
    target: NotRequired[list[GoalTarget] | None]
    statusDate: NotRequired[str | None]
    _statusDate: NotRequired[Element | None]
    statusReason: NotRequired[str | None]
    _statusReason: NotRequired[Element | None]
    expressedBy: NotRequired[Reference | None]
    addresses: NotRequired[list[Reference] | None]
    note: NotRequired[list[Annotation] | None]
    outcomeCode: NotRequired[list[CodeableConcept] | None]
    outcomeReference: NotRequired[list[Reference] | None]


class ObservationReferenceRange(BackboneElement):
    low: NotRequired[Quantity | None]
    high: NotRequired[Quantity | None]
    type: NotRequired[CodeableConcept | None]
    appliesTo: NotRequired[list[CodeableConcept] | None]
    age: NotRequired[Range | None]
    text: NotRequired[str | None]
    _text: NotRequired[Element | None]


class ObservationComponent(BackboneElement):
    code: CodeableConcept
    valueQuantity: NotRequired[Quantity | None]
    valueCodeableConcept: NotRequired[CodeableConcept | None]
    valueString: NotRequired[str | None]
    _valueString: NotRequired[Element | None]
    valueBoolean: NotRequired[bool | None]
    _valueBoolean: NotRequired[Element | None]
    valueInteger: NotRequired[int | None]
    _valueInteger: NotRequired[Element | None]
    valueRange: NotRequired[Range | None]
    valueRatio: NotRequired[Ratio | None]
    valueSampledData: NotRequired[SampledData | None]
    valueTime: NotRequired[str | None]
    _valueTime: NotRequired[Element | None]
    valueDateTime: NotRequired[str | None]
    _valueDateTime: NotRequired[Element | None]
    valuePeriod: NotRequired[Period | None]
    dataAbsentReason: NotRequired[CodeableConcept | None]
    interpretation: NotRequired[list[CodeableConcept] | None]
    referenceRange: NotRequired[list[ObservationReferenceRange] | None]


class Observation(DomainResource):
    resourceType: Literal["Observation"]
    identifier: NotRequired[list[Identifier] | None]
    basedOn: NotRequired[list[Reference] | None]
    partOf: NotRequired[list[Reference] | None]
    status: ObservationStatus
    _status: NotRequired[Element | None]
    category: NotRequired[list[CodeableConcept] | None]
    code: CodeableConcept
    subject: NotRequired[Reference | None]
    focus: NotRequired[list[Reference] | None]
    encounter: NotRequired[Reference | None]
    effectiveDateTime: NotRequired[str | None]
    _effectiveDateTime: NotRequired[Element | None]
    effectivePeriod: NotRequired[Period | None]
    effectiveTiming: NotRequired[Timing | None]
    effectiveInstant: NotRequired[str | None]
    _effectiveInstant: NotRequired[Element | None]
    issued: NotRequired[str | None]
    _issued: NotRequired[Element | None]
    performer: NotRequired[list[Reference] | None]
    valueQuantity: NotRequired[Quantity | None]
    valueCodeableConcept: NotRequired[CodeableConcept | None]
    valueString: NotRequired[str | None]
    _valueString: NotRequired[Element | None]
    valueBoolean: NotRequired[bool | None]
    _valueBoolean: NotRequired[Element | None]
    valueInteger: NotRequired[int | None]
    _valueInteger: NotRequired[Element | None]
    valueRange: NotRequired[Range | None]
    valueRatio: NotRequired[Ratio | None]
    valueSampledData: NotRequired[SampledData | None]
    valueTime: NotRequired[str | None]
    _valueTime: NotRequired[Element | None]
    valueDateTime: NotRequired[str | None]
    _valueDateTime: NotRequired[Element | None]
    valuePeriod: NotRequired[Period | None]
    dataAbsentReason: NotRequired[CodeableConcept | None]
    interpretation: NotRequired[list[CodeableConcept] | None]
    note: NotRequired[list[Annotation] | None]
    bodySite: NotRequired[CodeableConcept | None]
    method: NotRequired[CodeableConcept | None]
    specimen: NotRequired[Reference | None]
    device: NotRequired[Reference | None]
    referenceRange: NotRequired[list[ObservationReferenceRange] | None]
    hasMember: NotRequired[list[Reference] | None]
    derivedFrom: NotRequired[list[Reference] | None]
    component: NotRequired[list[ObservationComponent] | None]


class ServiceRequest(DomainResource):
    resourceType: Literal["ServiceRequest"]
    identifier: NotRequired[list[Identifier] | None]
    instantiatesCanonical: NotRequired[list[str] | None]
    _instantiatesCanonical: NotRequired[list[Element | None] | None]
    instantiatesUri: NotRequired[list[str] | None]
    _instantiatesUri: NotRequired[list[Element | None] | None]
    basedOn: NotRequired[list[Reference] | None]
    replaces: NotRequired[list[Reference] | None]
    requisition: NotRequired[Identifier | None]
    status: ServiceRequestStatus
    _status: NotRequired[Element | None]
    intent: ServiceRequestIntent
    _intent: NotRequired[Element | None]
    category: NotRequired[list[CodeableConcept] | None]
    priority: NotRequired[ServiceRequestPriority | None]
    _priority: NotRequired[Element | None]
    doNotPerform: NotRequired[bool | None]
    _doNotPerform: NotRequired[Element | None]
    code: NotRequired[CodeableConcept | None]
    orderDetail: NotRequired[list[CodeableConcept] | None]
    quantityQuantity: NotRequired[Quantity | None]
    quantityRatio: NotRequired[Ratio | None]
    quantityRange: NotRequired[Range | None]
    subject: Reference
    encounter: NotRequired[Reference | None]
    occurrenceDateTime: NotRequired[str | None]
    _occurrenceDateTime: NotRequired[Element | None]
    occurrencePeriod: NotRequired[Period | None]
    occurrenceTiming: NotRequired[Timing | None]
    asNeededBoolean: NotRequired[bool | None]
    _asNeededBoolean: NotRequired[Element | None]
    asNeededCodeableConcept: NotRequired[CodeableConcept | None]
    authoredOn: NotRequired[str | None]
    _authoredOn: NotRequired[Element | None]
    requester: NotRequired[Reference | None]
    performerType: NotRequired[CodeableConcept | None]
    performer: NotRequired[list[Reference] | None]
    locationCode: NotRequired[list[CodeableConcept] | None]
    locationReference: NotRequired[list[Reference] | None]
    reasonCode: NotRequired[list[CodeableConcept] | None]
    reasonReference: NotRequired[list[Reference] | None]
    insurance: NotRequired[list[Reference] | None]
    supportingInfo: NotRequired[list[Reference] | None]
    specimen: NotRequired[list[Reference] | None]
    bodySite: NotRequired[list[CodeableConcept] | None]
    note: NotRequired[list[Annotation] | None]
    patientInstruction: NotRequired[str | None]
    _patientInstruction: NotRequired[Element | None]
    relevantHistory: NotRequired[list[Reference] | None]


class TaskRestriction(BackboneElement):
    repetitions: NotRequired[int | None]
    _repetitions: NotRequired[Element | None]
    period: NotRequired[Period | None]
    recipient: NotRequired[list[Reference] | None]


class TaskInput(BackboneElement):
    type: CodeableConcept
    valueBase64Binary: NotRequired[str | None]
    _valueBase64Binary: NotRequired[Element | None]
    valueBoolean: NotRequired[bool | None]
    _valueBoolean: NotRequired[Element | None]
    valueCanonical: NotRequired[str | None]
    _valueCanonical: NotRequired[Element | None]
    valueCode: NotRequired[str | None]
    _valueCode: NotRequired[Element | None]
    valueDate: NotRequired[str | None]
    _valueDate: NotRequired[Element | None]
    valueDateTime: NotRequired[str | None]
    _valueDateTime: NotRequired[Element | None]
    valueDecimal: NotRequired[Decimal | None]
    _valueDecimal: NotRequired[Element | None]
    valueId: NotRequired[str | None]
    _valueId: NotRequired[Element | None]
    valueInstant: NotRequired[str | None]
    _valueInstant: NotRequired[Element | None]
    valueInteger: NotRequired[int | None]
    _valueInteger: NotRequired[Element | None]
    valueMarkdown: NotRequired[str | None]
    _valueMarkdown: NotRequired[Element | None]
    valueOid: NotRequired[str | None]
    _valueOid: NotRequired[Element | None]
    valuePositiveInt: NotRequired[int | None]
    _valuePositiveInt: NotRequired[Element | None]
    valueString: NotRequired[str | None]
    _valueString: NotRequired[Element | None]
    valueTime: NotRequired[str | None]
    _valueTime: NotRequired[Element | None]
    valueUnsignedInt: NotRequired[int | None]
    _valueUnsignedInt: NotRequired[Element | None]
    valueUri: NotRequired[str | None]
    _valueUri: NotRequired[Element | None]
    valueUrl: NotRequired[str | None]
    _valueUrl: NotRequired[Element | None]
    valueUuid: NotRequired[str | None]
    _valueUuid: NotRequired[Element | None]
    valueAddress: NotRequired[Address | None]
    valueAge: NotRequired[Age | None]
    valueAnnotation: NotRequired[Annotation | None]
    valueAttachment: NotRequired[Attachment | None]
    valueCodeableConcept: NotRequired[CodeableConcept | None]
    valueCoding: NotRequired[Coding | None]
    valueContactPoint: NotRequired[ContactPoint | None]
    valueCount: NotRequired[Count | None]
    valueDistance: NotRequired[Distance | None]
    valueDuration: NotRequired[Duration | None]
    valueHumanName: NotRequired[HumanName | None]
    valueIdentifier: NotRequired[Identifier | None]
    valueMoney: NotRequired[Money | None]
    valuePeriod: NotRequired[Period | None]
    valueQuantity: NotRequired[Quantity | None]
    valueRange: NotRequired[Range | None]
    valueRatio: NotRequired[Ratio | None]
    valueReference: NotRequired[Reference | None]
    valueSampledData: NotRequired[SampledData | None]
    valueSignature: NotRequired[Signature | None]
    valueTiming: NotRequired[Timing | None]
    valueContactDetail: NotRequired[ContactDetail | None]
    valueContributor: NotRequired[Contributor | None]
    valueDataRequirement: NotRequired[DataRequirement | None]
    valueExpression: NotRequired[Expression | None]
    valueParameterDefinition: NotRequired[ParameterDefinition | None]
    valueRelatedArtifact: NotRequired[RelatedArtifact | None]
    valueTriggerDefinition: NotRequired[TriggerDefinition | None]
    valueUsageContext: NotRequired[UsageContext | None]
    valueDosage: NotRequired[Dosage | None]
    valueMeta: NotRequired[Meta | None]


class TaskOutput(BackboneElement):
    type: CodeableConcept
    valueBase64Binary: NotRequired[str | None]
    _valueBase64Binary: NotRequired[Element | None]
    valueBoolean: NotRequired[bool | None]
    _valueBoolean: NotRequired[Element | None]
    valueCanonical: NotRequired[str | None]
    _valueCanonical: NotRequired[Element | None]
    valueCode: NotRequired[str | None]
    _valueCode: NotRequired[Element | None]
    valueDate: NotRequired[str | None]
    _valueDate: NotRequired[Element | None]
    valueDateTime: NotRequired[str | None]
    _valueDateTime: NotRequired[Element | None]
    valueDecimal: NotRequired[Decimal | None]
    _valueDecimal: NotRequired[Element | None]
    valueId: NotRequired[str | None]
    _valueId: NotRequired[Element | None]
    valueInstant: NotRequired[str | None]
    _valueInstant: NotRequired[Element | None]
    valueInteger: NotRequired[int | None]
    _valueInteger: NotRequired[Element | None]
    valueMarkdown: NotRequired[str | None]
    _valueMarkdown: NotRequired[Element | None]
    valueOid: NotRequired[str | None]
    _valueOid: NotRequired[Element | None]
    valuePositiveInt: NotRequired[int | None]
    _valuePositiveInt: NotRequired[Element | None]
    valueString: NotRequired[str | None]
    _valueString: NotRequired[Element | None]
    valueTime: NotRequired[str | None]
    _valueTime: NotRequired[Element | None]
    valueUnsignedInt: NotRequired[int | None]
    _valueUnsignedInt: NotRequired[Element | None]
    valueUri: NotRequired[str | None]
    _valueUri: NotRequired[Element | None]
    valueUrl: NotRequired[str | None]
    _valueUrl: NotRequired[Element | None]
    valueUuid: NotRequired[str | None]
    _valueUuid: NotRequired[Element | None]
    valueAddress: NotRequired[Address | None]
    valueAge: NotRequired[Age | None]
    valueAnnotation: NotRequired[Annotation | None]
    valueAttachment: NotRequired[Attachment | None]
    valueCodeableConcept: NotRequired[CodeableConcept | None]
    valueCoding: NotRequired[Coding | None]
    valueContactPoint: NotRequired[ContactPoint | None]
    valueCount: NotRequired[Count | None]
    valueDistance: NotRequired[Distance | None]
    valueDuration: NotRequired[Duration | None]
    valueHumanName: NotRequired[HumanName | None]
    valueIdentifier: NotRequired[Identifier | None]
    valueMoney: NotRequired[Money | None]
    valuePeriod: NotRequired[Period | None]
    valueQuantity: NotRequired[Quantity | None]
    valueRange: NotRequired[Range | None]
    valueRatio: NotRequired[Ratio | None]
    valueReference: NotRequired[Reference | None]
    valueSampledData: NotRequired[SampledData | None]
    valueSignature: NotRequired[Signature | None]
    valueTiming: NotRequired[Timing | None]
    valueContactDetail: NotRequired[ContactDetail | None]
    valueContributor: NotRequired[Contributor | None]
    valueDataRequirement: NotRequired[DataRequirement | None]
    valueExpression: NotRequired[Expression | None]
    valueParameterDefinition: NotRequired[ParameterDefinition | None]
    valueRelatedArtifact: NotRequired[RelatedArtifact | None]
    valueTriggerDefinition: NotRequired[TriggerDefinition | None]
    valueUsageContext: NotRequired[UsageContext | None]
    valueDosage: NotRequired[Dosage | None]
    valueMeta: NotRequired[Meta | None]


_TaskWords = TypedDict(
    "_TaskWords",
    {
        "for": NotRequired[Reference | None],
    },
)


class Task(DomainResource, _TaskWords):
    resourceType: Literal["Task"]
    identifier: NotRequired[list[Identifier] | None]
    instantiatesCanonical: NotRequired[str | None]
    _instantiatesCanonical: NotRequired[Element | None]
    instantiatesUri: NotRequired[str | None]
    _instantiatesUri: NotRequired[Element | None]
    basedOn: NotRequired[list[Reference] | None]
    groupIdentifier: NotRequired[Identifier | None]
    partOf: NotRequired[list[Reference] | None]
    status: TaskStatus
    _status: NotRequired[Element | None]
    statusReason: NotRequired[CodeableConcept | None]
    businessStatus: NotRequired[CodeableConcept | None]
    intent: TaskIntent
    _intent: NotRequired[Element | None]
    priority: NotRequired[TaskPriority | None]
    _priority: NotRequired[Element | None]
    code: NotRequired[CodeableConcept | None]
    description: NotRequired[str | None]
    _description: NotRequired[Element | None]
    focus: NotRequired[Reference | None]
    encounter: NotRequired[Reference | None]
    executionPeriod: NotRequired[Period | None]
    authoredOn: NotRequired[str | None]
    _authoredOn: NotRequired[Element | None]
    lastModified: NotRequired[str | None]
    _lastModified: NotRequired[Element | None]
    requester: NotRequired[Reference | None]
    performerType: NotRequired[list[CodeableConcept] | None]
    owner: NotRequired[Reference | None]
    location: NotRequired[Reference | None]
    reasonCode: NotRequired[CodeableConcept | None]
    reasonReference: NotRequired[Reference | None]
    insurance: NotRequired[list[Reference] | None]
    note: NotRequired[list[Annotation] | None]
    relevantHistory: NotRequired[list[Reference] | None]
    restriction: NotRequired[TaskRestriction | None]
    input: NotRequired[list[TaskInput] | None]
    output: NotRequired[list[TaskOutput] | None]


class CareTeamParticipant(BackboneElement):
    role: NotRequired[list[CodeableConcept] | None]
    member: NotRequired[Reference | None]
    onBehalfOf: NotRequired[Reference | None]
    period: NotRequired[Period | None]


class CareTeam(DomainResource):
    resourceType: Literal["CareTeam"]
    identifier: NotRequired[list[Identifier] | None]
    status: NotRequired[CareTeamStatus | None]
    _status: NotRequired[Element | None]
    category: NotRequired[list[CodeableConcept] | None]
    name: NotRequired[str | None]
    _name: NotRequired[Element | None]
    subject: NotRequired[Reference | None]
    encounter: NotRequired[Reference | None]
    period: NotRequired[Period | None]
    participant: NotRequired[list[CareTeamParticipant] | None]
    reasonCode: NotRequired[list[CodeableConcept] | None]
    reasonReference: NotRequired[list[Reference] | None]
    managingOrganization: NotRequired[list[Reference] | None]
    telecom: NotRequired[list[ContactPoint] | None]
    note: NotRequired[list[Annotation] | None]


class AppointmentParticipant(BackboneElement):
    type: NotRequired[list[CodeableConcept] | None]
    actor: NotRequired[Reference | None]
    required: NotRequired[AppointmentParticipantRequired | None]
    _required: NotRequired[Element | None]
    status: AppointmentParticipantStatus
    _status: NotRequired[Element | None]
    period: NotRequired[Period | None]


class Appointment(DomainResource):
    resourceType: Literal["Appointment"]
    identifier: NotRequired[list[Identifier] | None]
    status: AppointmentStatus
    _status: NotRequired[Element | None]
    cancelationReason: NotRequired[CodeableConcept | None]
    serviceCategory: NotRequired[list[CodeableConcept] | None]
    serviceType: NotRequired[list[CodeableConcept] | None]
    specialty: NotRequired[list[CodeableConcept] | None]
    appointmentType: NotRequired[CodeableConcept | None]
    reasonCode: NotRequired[list[CodeableConcept] | None]
    reasonReference: NotRequired[list[Reference] | None]
    priority: NotRequired[int | None]
    _priority: NotRequired[Element | None]
    description: NotRequired[str | None]
    _description: NotRequired[Element | None]
    supportingInformation: NotRequired[list[Reference] | None]
    start: NotRequired[str | None]
    _start: NotRequired[Element | None]
    end: NotRequired[str | None]
    _end: NotRequired[Element | None]
    minutesDuration: NotRequired[int | None]
    _minutesDuration: NotRequired[Element | None]
    slot: NotRequired[list[Reference] | None]
    created: NotRequired[str | None]
    _created: NotRequired[Element | None]
    comment: NotRequired[str | None]
    _comment: NotRequired[Element | None]
    patientInstruction: NotRequired[str | None]
    _patientInstruction: NotRequired[Element | None]
    basedOn: NotRequired[list[Reference] | None]
    participant: list[AppointmentParticipant]
    requestedPeriod: NotRequired[list[Period] | None]


class DocumentReferenceRelatesTo(BackboneElement):
    code: DocumentReferenceRelatesToCode
    _code: NotRequired[Element | None]
    target: Reference


class DocumentReferenceContent(BackboneElement):
    attachment: Attachment
    format: NotRequired[Coding | None]


class DocumentReferenceContext(BackboneElement):
    encounter: NotRequired[list[Reference] | None]
    event: NotRequired[list[CodeableConcept] | None]
    period: NotRequired[Period | None]
    facilityType: NotRequired[CodeableConcept | None]
    practiceSetting: NotRequired[CodeableConcept | None]
    sourcePatientInfo: NotRequired[Reference | None]
    related: NotRequired[list[Reference] | None]


class DocumentReference(DomainResource):
    resourceType: Literal["DocumentReference"]
    masterIdentifier: NotRequired[Identifier | None]
    identifier: NotRequired[list[Identifier] | None]
    status: DocumentReferenceStatus
    _status: NotRequired[Element | None]
    docStatus: NotRequired[DocumentReferenceDocStatus | None]
    _docStatus: NotRequired[Element | None]
    type: NotRequired[CodeableConcept | None]
    category: NotRequired[list[CodeableConcept] | None]
    subject: NotRequired[Reference | None]
    date: NotRequired[str | None]
    _date: NotRequired[Element | None]
    author: NotRequired[list[Reference] | None]
    authenticator: NotRequired[Reference | None]
    custodian: NotRequired[Reference | None]
    relatesTo: NotRequired[list[DocumentReferenceRelatesTo] | None]
    description: NotRequired[str | None]
    _description: NotRequired[Element | None]
    securityLabel: NotRequired[list[CodeableConcept] | None]
    content: list[DocumentReferenceContent]
    context: NotRequired[DocumentReferenceContext | None]


class ConsentPolicy(BackboneElement):
    authority: NotRequired[str | None]
    _authority: NotRequired[Element | None]
    uri: NotRequired[str | None]
    _uri: NotRequired[Element | None]


class ConsentVerification(BackboneElement):
    verified: bool
    _verified: NotRequired[Element | None]
    verifiedWith: NotRequired[Reference | None]
    verificationDate: NotRequired[str | None]
    _verificationDate: NotRequired[Element | None]


class ConsentProvisionActor(BackboneElement):
    role: CodeableConcept
    reference: Reference


class ConsentProvisionData(BackboneElement):
    meaning: ConsentProvisionDataMeaning
    _meaning: NotRequired[Element | None]
    reference: Reference


_ConsentProvisionWords = TypedDict(
    "_ConsentProvisionWords",
    {
        "class": NotRequired[list[Coding] | None],
    },
)


class ConsentProvision(BackboneElement, _ConsentProvisionWords):
    type: NotRequired[ConsentProvisionType | None]
    _type: NotRequired[Element | None]
    period: NotRequired[Period | None]
    actor: NotRequired[list[ConsentProvisionActor] | None]
    action: NotRequired[list[CodeableConcept] | None]
    securityLabel: NotRequired[list[Coding] | None]
    purpose: NotRequired[list[Coding] | None]
    code: NotRequired[list[CodeableConcept] | None]
    dataPeriod: NotRequired[Period | None]
    data: NotRequired[list[ConsentProvisionData] | None]
    provision: NotRequired[list["ConsentProvision"] | None]


class Consent(DomainResource):
    resourceType: Literal["Consent"]
    identifier: NotRequired[list[Identifier] | None]
    status: ConsentStatus
    _status: NotRequired[Element | None]
    scope: CodeableConcept
    category: list[CodeableConcept]
    patient: NotRequired[Reference | None]
    dateTime: NotRequired[str | None]
    _dateTime: NotRequired[Element | None]
    performer: NotRequired[list[Reference] | None]
    organization: NotRequired[list[Reference] | None]
    sourceAttachment: NotRequired[Attachment | None]
    sourceReference: NotRequired[Reference | None]
    policy: NotRequired[list[ConsentPolicy] | None]
    policyRule: NotRequired[CodeableConcept | None]
    verification: NotRequired[list[ConsentVerification] | None]
    provision: NotRequired[ConsentProvision | None]


class ConditionStage(BackboneElement):
    summary: NotRequired[CodeableConcept | None]
    assessment: NotRequired[list[Reference] | None]
    type: NotRequired[CodeableConcept | None]


class ConditionEvidence(BackboneElement):
    code: NotRequired[list[CodeableConcept] | None]
    detail: NotRequired[list[Reference] | None]


class Condition(DomainResource):
    resourceType: Literal["Condition"]
    identifier: NotRequired[list[Identifier] | None]
    clinicalStatus: NotRequired[CodeableConcept | None]
    verificationStatus: NotRequired[CodeableConcept | None]
    category: NotRequired[list[CodeableConcept] | None]
    severity: NotRequired[CodeableConcept | None]
    code: NotRequired[CodeableConcept | None]
    bodySite: NotRequired[list[CodeableConcept] | None]
    subject: Reference
    encounter: NotRequired[Reference | None]
    onsetDateTime: NotRequired[str | None]
    _onsetDateTime: NotRequired[Element | None]
    onsetAge: NotRequired[Age | None]
    onsetPeriod: NotRequired[Period | None]
    onsetRange: NotRequired[Range | None]
    onsetString: NotRequired[str | None]
    _onsetString: NotRequired[Element | None]
    abatementDateTime: NotRequired[str | None]
    _abatementDateTime: NotRequired[Element | None]
    abatementAge: NotRequired[Age | None]
    abatementPeriod: NotRequired[Period | None]
    abatementRange: NotRequired[Range | None]
    abatementString: NotRequired[str | None]
    _abatementString: NotRequired[Element | None]
    recordedDate: NotRequired[str | None]
    _recordedDate: NotRequired[Element | None]
    recorder: NotRequired[Reference | None]
    asserter: NotRequired[Reference | None]
    stage: NotRequired[list[ConditionStage] | None]
    evidence: NotRequired[list[ConditionEvidence] | None]
    note: NotRequired[list[Annotation] | None]


class EncounterStatusHistory(BackboneElement):
    status: EncounterStatusHistoryStatus
    _status: NotRequired[Element | None]
    period: Period


_EncounterClassHistoryWords = TypedDict(
    "_EncounterClassHistoryWords",
    {
        "class": Coding,
    },
)


class EncounterClassHistory(BackboneElement, _EncounterClassHistoryWords):
    period: Period


class EncounterParticipant(BackboneElement):
    type: NotRequired[list[CodeableConcept] | None]
    period: NotRequired[Period | None]
    individual: NotRequired[Reference | None]


class EncounterDiagnosis(BackboneElement):
    condition: Reference
    use: NotRequired[CodeableConcept | None]
    rank: NotRequired[int | None]
    _rank: NotRequired[Element | None]


class EncounterHospitalization(BackboneElement):
    preAdmissionIdentifier: NotRequired[Identifier | None]
    origin: NotRequired[Reference | None]
    admitSource: NotRequired[CodeableConcept | None]
    reAdmission: NotRequired[CodeableConcept | None]
    dietPreference: NotRequired[list[CodeableConcept] | None]
    specialCourtesy: NotRequired[list[CodeableConcept] | None]
    specialArrangement: NotRequired[list[CodeableConcept] | None]
    destination: NotRequired[Reference | None]
    dischargeDisposition: NotRequired[CodeableConcept | None]


class EncounterLocation(BackboneElement):
    location: Reference
    status: NotRequired[EncounterLocationStatus | None]
    _status: NotRequired[Element | None]
    physicalType: NotRequired[CodeableConcept | None]
    period: NotRequired[Period | None]


_EncounterWords = TypedDict(
    "_EncounterWords",
    {
        "class": Coding,
    },
)


class Encounter(DomainResource, _EncounterWords):
    resourceType: Literal["Encounter"]
    identifier: NotRequired[list[Identifier] | None]
    status: EncounterStatus
    _status: NotRequired[Element | None]
    statusHistory: NotRequired[list[EncounterStatusHistory] | None]
    classHistory: NotRequired[list[EncounterClassHistory] | None]
    type: NotRequired[list[CodeableConcept] | None]
    serviceType: NotRequired[CodeableConcept | None]
    priority: NotRequired[CodeableConcept | None]
    subject: NotRequired[Reference | None]
    episodeOfCare: NotRequired[list[Reference] | None]
    basedOn: NotRequired[list[Reference] | None]
    participant: NotRequired[list[EncounterParticipant] | None]
    appointment: NotRequired[list[Reference] | None]
    period: NotRequired[Period | None]
    length: NotRequired[Duration | None]
    reasonCode: NotRequired[list[CodeableConcept] | None]
    reasonReference: NotRequired[list[Reference] | None]
    diagnosis: NotRequired[list[EncounterDiagnosis] | None]
    account: NotRequired[list[Reference] | None]
    hospitalization: NotRequired[EncounterHospitalization | None]
    location: NotRequired[list[EncounterLocation] | None]
    serviceProvider: NotRequired[Reference | None]
    partOf: NotRequired[Reference | None]


class ListEntry(BackboneElement):
    flag: NotRequired[CodeableConcept | None]
    deleted: NotRequired[bool | None]
    _deleted: NotRequired[Element | None]
    date: NotRequired[str | None]
    _date: NotRequired[Element | None]
    item: Reference


class List(DomainResource):
    resourceType: Literal["List"]
    identifier: NotRequired[list[Identifier] | None]
    status: ListStatus
    _status: NotRequired[Element | None]
    mode: ListMode
    _mode: NotRequired[Element | None]
    title: NotRequired[str | None]
    _title: NotRequired[Element | None]
    code: NotRequired[CodeableConcept | None]
    subject: NotRequired[Reference | None]
    encounter: NotRequired[Reference | None]
    date: NotRequired[str | None]
    _date: NotRequired[Element | None]
    source: NotRequired[Reference | None]
    orderedBy: NotRequired[CodeableConcept | None]
    note: NotRequired[list[Annotation] | None]
    entry: NotRequired[list[ListEntry] | None]
    emptyReason: NotRequired[CodeableConcept | None]


class ProvenanceAgent(BackboneElement):
    type: NotRequired[CodeableConcept | None]
    role: NotRequired[list[CodeableConcept] | None]
    who: Reference
    onBehalfOf: NotRequired[Reference | None]


class ProvenanceEntity(BackboneElement):
    role: ProvenanceEntityRole
    _role: NotRequired[Element | None]
    what: Reference
    agent: NotRequired[list[ProvenanceAgent] | None]


class Provenance(DomainResource):
    resourceType: Literal["Provenance"]
    target: list[Reference]
    occurredPeriod: NotRequired[Period | None]
    occurredDateTime: NotRequired[str | None]
    _occurredDateTime: NotRequired[Element | None]
    recorded: str
    _recorded: NotRequired[Element | None]
    policy: NotRequired[list[str] | None]
    _policy: NotRequired[list[Element | None] | None]
    location: NotRequired[Reference | None]
    reason: NotRequired[list[CodeableConcept] | None]
    activity: NotRequired[CodeableConcept | None]
    agent: list[ProvenanceAgent]
    entity: NotRequired[list[ProvenanceEntity] | None]
    signature: NotRequired[list[Signature] | None]


class PatientContact(BackboneElement):
    relationship: NotRequired[list[CodeableConcept] | None]
    name: NotRequired[HumanName | None]
    telecom: NotRequired[list[ContactPoint] | None]
    address: NotRequired[Address | None]
    gender: NotRequired[PatientContactGender | None]
    _gender: NotRequired[Element | None]
    organization: NotRequired[Reference | None]
    period: NotRequired[Period | None]


class PatientCommunication(BackboneElement):
    language: CodeableConcept
    preferred: NotRequired[bool | None]
    _preferred: NotRequired[Element | None]


class PatientLink(BackboneElement):
    other: Reference
    type: PatientLinkType
    _type: NotRequired[Element | None]


class Patient(DomainResource):
    resourceType: Literal["Patient"]
    identifier: NotRequired[list[Identifier] | None]
    active: NotRequired[bool | None]
    _active: NotRequired[Element | None]
    name: NotRequired[list[HumanName] | None]
    telecom: NotRequired[list[ContactPoint] | None]
    gender: NotRequired[PatientGender | None]
    _gender: NotRequired[Element | None]
    birthDate: NotRequired[str | None]
    _birthDate: NotRequired[Element | None]
    deceasedBoolean: NotRequired[bool | None]
    _deceasedBoolean: NotRequired[Element | None]
    deceasedDateTime: NotRequired[str | None]
    _deceasedDateTime: NotRequired[Element | None]
    address: NotRequired[list[Address] | None]
    maritalStatus: NotRequired[CodeableConcept | None]
    multipleBirthBoolean: NotRequired[bool | None]
    _multipleBirthBoolean: NotRequired[Element | None]
    multipleBirthInteger: NotRequired[int | None]
    _multipleBirthInteger: NotRequired[Element | None]
    photo: NotRequired[list[Attachment] | None]
    contact: NotRequired[list[PatientContact] | None]
    communication: NotRequired[list[PatientCommunication] | None]
    generalPractitioner: NotRequired[list[Reference] | None]
    managingOrganization: NotRequired[Reference | None]
    link: NotRequired[list[PatientLink] | None]


class RelatedPersonCommunication(BackboneElement):
    language: CodeableConcept
    preferred: NotRequired[bool | None]
    _preferred: NotRequired[Element | None]


class RelatedPerson(DomainResource):
    resourceType: Literal["RelatedPerson"]
    identifier: NotRequired[list[Identifier] | None]
    active: NotRequired[bool | None]
    _active: NotRequired[Element | None]
    patient: Reference
    relationship: NotRequired[list[CodeableConcept] | None]
    name: NotRequired[list[HumanName] | None]
    telecom: NotRequired[list[ContactPoint] | None]
    gender: NotRequired[RelatedPersonGender | None]
    _gender: NotRequired[Element | None]
    birthDate: NotRequired[str | None]
    _birthDate: NotRequired[Element | None]
    address: NotRequired[list[Address] | None]
    photo: NotRequired[list[Attachment] | None]
    period: NotRequired[Period | None]
    communication: NotRequired[list[RelatedPersonCommunication] | None]


class PractitionerQualification(BackboneElement):
    identifier: NotRequired[list[Identifier] | None]
    code: CodeableConcept
    period: NotRequired[Period | None]
    issuer: NotRequired[Reference | None]


class Practitioner(DomainResource):
    resourceType: Literal["Practitioner"]
    identifier: NotRequired[list[Identifier] | None]
    active: NotRequired[bool | None]
    _active: NotRequired[Element | None]
    name: NotRequired[list[HumanName] | None]
    telecom: NotRequired[list[ContactPoint] | None]
    address: NotRequired[list[Address] | None]
    gender: NotRequired[PractitionerGender | None]
    _gender: NotRequired[Element | None]
    birthDate: NotRequired[str | None]
    _birthDate: NotRequired[Element | None]
    photo: NotRequired[list[Attachment] | None]
    qualification: NotRequired[list[PractitionerQualification] | None]
    communication: NotRequired[list[CodeableConcept] | None]


class PractitionerRoleAvailableTime(BackboneElement):
    daysOfWeek: NotRequired[list[PractitionerRoleAvailableTimeDaysOfWeek] | None]
    _daysOfWeek: NotRequired[list[Element | None] | None]
    allDay: NotRequired[bool | None]
    _allDay: NotRequired[Element | None]
    availableStartTime: NotRequired[str | None]
    _availableStartTime: NotRequired[Element | None]
    availableEndTime: NotRequired[str | None]
    _availableEndTime: NotRequired[Element | None]


class PractitionerRoleNotAvailable(BackboneElement):
    description: str
    _description: NotRequired[Element | None]
    during: NotRequired[Period | None]


class PractitionerRole(DomainResource):
    resourceType: Literal["PractitionerRole"]
    identifier: NotRequired[list[Identifier] | None]
    active: NotRequired[bool | None]
    _active: NotRequired[Element | None]
    period: NotRequired[Period | None]
    practitioner: NotRequired[Reference | None]
    organization: NotRequired[Reference | None]
    code: NotRequired[list[CodeableConcept] | None]
    specialty: NotRequired[list[CodeableConcept] | None]
    location: NotRequired[list[Reference] | None]
    healthcareService: NotRequired[list[Reference] | None]
    telecom: NotRequired[list[ContactPoint] | None]
    availableTime: NotRequired[list[PractitionerRoleAvailableTime] | None]
    notAvailable: NotRequired[list[PractitionerRoleNotAvailable] | None]
    availabilityExceptions: NotRequired[str | None]
    _availabilityExceptions: NotRequired[Element | None]
    endpoint: NotRequired[list[Reference] | None]


class OrganizationContact(BackboneElement):
    purpose: NotRequired[CodeableConcept | None]
    name: NotRequired[HumanName | None]
    telecom: NotRequired[list[ContactPoint] | None]
    address: NotRequired[Address | None]


class Organization(DomainResource):
    resourceType: Literal["Organization"]
    identifier: NotRequired[list[Identifier] | None]
    active: NotRequired[bool | None]
    _active: NotRequired[Element | None]
    type: NotRequired[list[CodeableConcept] | None]
    name: NotRequired[str | None]
    _name: NotRequired[Element | None]
    alias: NotRequired[list[str] | None]
    _alias: NotRequired[list[Element | None] | None]
    telecom: NotRequired[list[ContactPoint] | None]
    address: NotRequired[list[Address] | None]
    partOf: NotRequired[Reference | None]
    contact: NotRequired[list[OrganizationContact] | None]
    endpoint: NotRequired[list[Reference] | None]


class DeviceUdiCarrier(BackboneElement):
    deviceIdentifier: NotRequired[str | None]
    _deviceIdentifier: NotRequired[Element | None]
    issuer: NotRequired[str | None]
    _issuer: NotRequired[Element | None]
    jurisdiction: NotRequired[str | None]
    _jurisdiction: NotRequired[Element | None]
    carrierAIDC: NotRequired[str | None]
    _carrierAIDC: NotRequired[Element | None]
    carrierHRF: NotRequired[str | None]
    _carrierHRF: NotRequired[Element | None]
    entryType: NotRequired[DeviceUdiCarrierEntryType | None]
    _entryType: NotRequired[Element | None]


class DeviceDeviceName(BackboneElement):
    name: str
    _name: NotRequired[Element | None]
    type: DeviceDeviceNameType
    _type: NotRequired[Element | None]


class DeviceSpecialization(BackboneElement):
    systemType: CodeableConcept
    version: NotRequired[str | None]
    _version: NotRequired[Element | None]


class DeviceVersion(BackboneElement):
    type: NotRequired[CodeableConcept | None]
    component: NotRequired[Identifier | None]
    value: str
    _value: NotRequired[Element | None]


class DeviceProperty(BackboneElement):
    type: CodeableConcept
    valueQuantity: NotRequired[list[Quantity] | None]
    valueCode: NotRequired[list[CodeableConcept] | None]


class Device(DomainResource):
    resourceType: Literal["Device"]
    identifier: NotRequired[list[Identifier] | None]
    definition: NotRequired[Reference | None]
    udiCarrier: NotRequired[list[DeviceUdiCarrier] | None]
    status: NotRequired[DeviceStatus | None]
    _status: NotRequired[Element | None]
    statusReason: NotRequired[list[CodeableConcept] | None]
    distinctIdentifier: NotRequired[str | None]
    _distinctIdentifier: NotRequired[Element | None]
    manufacturer: NotRequired[str | None]
    _manufacturer: NotRequired[Element | None]
    manufactureDate: NotRequired[str | None]
    _manufactureDate: NotRequired[Element | None]
    expirationDate: NotRequired[str | None]
    _expirationDate: NotRequired[Element | None]
    lotNumber: NotRequired[str | None]
    _lotNumber: NotRequired[Element | None]
    serialNumber: NotRequired[str | None]
    _serialNumber: NotRequired[Element | None]
    deviceName: NotRequired[list[DeviceDeviceName] | None]
    modelNumber: NotRequired[str | None]
    _modelNumber: NotRequired[Element | None]
    partNumber: NotRequired[str | None]
    _partNumber: NotRequired[Element | None]
    type: NotRequired[CodeableConcept | None]
    specialization: NotRequired[list[DeviceSpecialization] | None]
    version: NotRequired[list[DeviceVersion] | None]
    property: NotRequired[list[DeviceProperty] | None]
    patient: NotRequired[Reference | None]
    owner: NotRequired[Reference | None]
    contact: NotRequired[list[ContactPoint] | None]
    location: NotRequired[Reference | None]
    url: NotRequired[str | None]
    _url: NotRequired[Element | None]
    note: NotRequired[list[Annotation] | None]
    safety: NotRequired[list[CodeableConcept] | None]
    parent: NotRequired[Reference | None]


class QuestionnaireResponseItemAnswer(BackboneElement):
    valueBoolean: NotRequired[bool | None]
    _valueBoolean: NotRequired[Element | None]
    valueDecimal: NotRequired[Decimal | None]
    _valueDecimal: NotRequired[Element | None]
    valueInteger: NotRequired[int | None]
    _valueInteger: NotRequired[Element | None]
    valueDate: NotRequired[str | None]
    _valueDate: NotRequired[Element | None]
    valueDateTime: NotRequired[str | None]
    _valueDateTime: NotRequired[Element | None]
    valueTime: NotRequired[str | None]
    _valueTime: NotRequired[Element | None]
    valueString: NotRequired[str | None]
    _valueString: NotRequired[Element | None]
    valueUri: NotRequired[str | None]
    _valueUri: NotRequired[Element | None]
    valueAttachment: NotRequired[Attachment | None]
    valueCoding: NotRequired[Coding | None]
    valueQuantity: NotRequired[Quantity | None]
    valueReference: NotRequired[Reference | None]
    item: NotRequired[list["QuestionnaireResponseItem"] | None]


class QuestionnaireResponseItem(BackboneElement):
    linkId: str
    _linkId: NotRequired[Element | None]
    definition: NotRequired[str | None]
    _definition: NotRequired[Element | None]
    text: NotRequired[str | None]
    _text: NotRequired[Element | None]
    answer: NotRequired[list[QuestionnaireResponseItemAnswer] | None]
    item: NotRequired[list["QuestionnaireResponseItem"] | None]


class QuestionnaireResponse(DomainResource):
    resourceType: Literal["QuestionnaireResponse"]
    identifier: NotRequired[Identifier | None]
    basedOn: NotRequired[list[Reference] | None]
    partOf: NotRequired[list[Reference] | None]
    questionnaire: NotRequired[str | None]
    _questionnaire: NotRequired[Element | None]
    status: QuestionnaireResponseStatus
    _status: NotRequired[Element | None]
    subject: NotRequired[Reference | None]
    encounter: NotRequired[Reference | None]
    authored: NotRequired[str | None]
    _authored: NotRequired[Element | None]
    author: NotRequired[Reference | None]
    source: NotRequired[Reference | None]
    item: NotRequired[list[QuestionnaireResponseItem] | None]


class Binary(Resource):
    resourceType: Literal["Binary"]
    contentType: str
    _contentType: NotRequired[Element | None]
    securityContext: NotRequired[Reference | None]
    data: NotRequired[str | None]
    _data: NotRequired[Element | None]


class BundleLink(BackboneElement):
    relation: str
    _relation: NotRequired[Element | None]
    url: str
    _url: NotRequired[Element | None]


class BundleEntrySearch(BackboneElement):
    mode: NotRequired[BundleEntrySearchMode | None]
    _mode: NotRequired[Element | None]
    score: NotRequired[Decimal | None]
    _score: NotRequired[Element | None]


class BundleEntryRequest(BackboneElement):
    method: BundleEntryRequestMethod
    _method: NotRequired[Element | None]
    url: str
    _url: NotRequired[Element | None]
    ifNoneMatch: NotRequired[str | None]
    _ifNoneMatch: NotRequired[Element | None]
    ifModifiedSince: NotRequired[str | None]
    _ifModifiedSince: NotRequired[Element | None]
    ifMatch: NotRequired[str | None]
    _ifMatch: NotRequired[Element | None]
    ifNoneExist: NotRequired[str | None]
    _ifNoneExist: NotRequired[Element | None]


class BundleEntryResponse(BackboneElement):
    status: str
    _status: NotRequired[Element | None]
    location: NotRequired[str | None]
    _location: NotRequired[Element | None]
    etag: NotRequired[str | None]
    _etag: NotRequired[Element | None]
    lastModified: NotRequired[str | None]
    _lastModified: NotRequired[Element | None]
    outcome: NotRequired[dict[str, object] | None]


class BundleEntry(BackboneElement):
    link: NotRequired[list[BundleLink] | None]
    fullUrl: NotRequired[str | None]
    _fullUrl: NotRequired[Element | None]
    resource: NotRequired[dict[str, object] | None]
    search: NotRequired[BundleEntrySearch | None]
    request: NotRequired[BundleEntryRequest | None]
    response: NotRequired[BundleEntryResponse | None]


class Bundle(Resource):
    resourceType: Literal["Bundle"]
    identifier: NotRequired[Identifier | None]
    type: BundleType
    _type: NotRequired[Element | None]
    timestamp: NotRequired[str | None]
    _timestamp: NotRequired[Element | None]
    total: NotRequired[int | None]
    _total: NotRequired[Element | None]
    link: NotRequired[list[BundleLink] | None]
    entry: NotRequired[list[BundleEntry] | None]
    signature: NotRequired[Signature | None]


class ParametersParameter(BackboneElement):
    name: str
    _name: NotRequired[Element | None]
    valueBase64Binary: NotRequired[str | None]
    _valueBase64Binary: NotRequired[Element | None]
    valueBoolean: NotRequired[bool | None]
    _valueBoolean: NotRequired[Element | None]
    valueCanonical: NotRequired[str | None]
    _valueCanonical: NotRequired[Element | None]
    valueCode: NotRequired[str | None]
    _valueCode: NotRequired[Element | None]
    valueDate: NotRequired[str | None]
    _valueDate: NotRequired[Element | None]
    valueDateTime: NotRequired[str | None]
    _valueDateTime: NotRequired[Element | None]
    valueDecimal: NotRequired[Decimal | None]
    _valueDecimal: NotRequired[Element | None]
    valueId: NotRequired[str | None]
    _valueId: NotRequired[Element | None]
    valueInstant: NotRequired[str | None]
    _valueInstant: NotRequired[Element | None]
    valueInteger: NotRequired[int | None]
    _valueInteger: NotRequired[Element | None]
    valueMarkdown: NotRequired[str | None]
    _valueMarkdown: NotRequired[Element | None]
    valueOid: NotRequired[str | None]
    _valueOid: NotRequired[Element | None]
    valuePositiveInt: NotRequired[int | None]
    _valuePositiveInt: NotRequired[Element | None]
    valueString: NotRequired[str | None]
    _valueString: NotRequired[Element | None]
    valueTime: NotRequired[str | None]
    _valueTime: NotRequired[Element | None]
    valueUnsignedInt: NotRequired[int | None]
    _valueUnsignedInt: NotRequired[Element | None]
    valueUri: NotRequired[str | None]
    _valueUri: NotRequired[Element | None]
    valueUrl: NotRequired[str | None]
    _valueUrl: NotRequired[Element | None]
    valueUuid: NotRequired[str | None]
    _valueUuid: NotRequired[Element | None]
    valueAddress: NotRequired[Address | None]
    valueAge: NotRequired[Age | None]
    valueAnnotation: NotRequired[Annotation | None]
    valueAttachment: NotRequired[Attachment | None]
    valueCodeableConcept: NotRequired[CodeableConcept | None]
    valueCoding: NotRequired[Coding | None]
    valueContactPoint: NotRequired[ContactPoint | None]
    valueCount: NotRequired[Count | None]
    valueDistance: NotRequired[Distance | None]
    valueDuration: NotRequired[Duration | None]
    valueHumanName: NotRequired[HumanName | None]
    valueIdentifier: NotRequired[Identifier | None]
    valueMoney: NotRequired[Money | None]
    valuePeriod: NotRequired[Period | None]
    valueQuantity: NotRequired[Quantity | None]
    valueRange: NotRequired[Range | None]
    valueRatio: NotRequired[Ratio | None]
    valueReference: NotRequired[Reference | None]
    valueSampledData: NotRequired[SampledData | None]
    valueSignature: NotRequired[Signature | None]
    valueTiming: NotRequired[Timing | None]
    valueContactDetail: NotRequired[ContactDetail | None]
    valueContributor: NotRequired[Contributor | None]
    valueDataRequirement: NotRequired[DataRequirement | None]
    valueExpression: NotRequired[Expression | None]
    valueParameterDefinition: NotRequired[ParameterDefinition | None]
    valueRelatedArtifact: NotRequired[RelatedArtifact | None]
    valueTriggerDefinition: NotRequired[TriggerDefinition | None]
    valueUsageContext: NotRequired[UsageContext | None]
    valueDosage: NotRequired[Dosage | None]
    valueMeta: NotRequired[Meta | None]
    resource: NotRequired[dict[str, object] | None]
    part: NotRequired[list["ParametersParameter"] | None]


class Parameters(Resource):
    resourceType: Literal["Parameters"]
    parameter: NotRequired[list[ParametersParameter] | None]


class OperationOutcomeIssue(BackboneElement):
    severity: OperationOutcomeIssueSeverity
    _severity: NotRequired[Element | None]
    code: OperationOutcomeIssueCode
    _code: NotRequired[Element | None]
    details: NotRequired[CodeableConcept | None]
    diagnostics: NotRequired[str | None]
    _diagnostics: NotRequired[Element | None]
    location: NotRequired[list[str] | None]
    _location: NotRequired[list[Element | None] | None]
    expression: NotRequired[list[str] | None]
    _expression: NotRequired[list[Element | None] | None]


class OperationOutcome(DomainResource):
    resourceType: Literal["OperationOutcome"]
    issue: list[OperationOutcomeIssue]


class CapabilityStatementSoftware(BackboneElement):
    name: str
    _name: NotRequired[Element | None]
    version: NotRequired[str | None]
    _version: NotRequired[Element | None]
    releaseDate: NotRequired[str | None]
    _releaseDate: NotRequired[Element | None]


class CapabilityStatementImplementation(BackboneElement):
    description: str
    _description: NotRequired[Element | None]
    url: NotRequired[str | None]
    _url: NotRequired[Element | None]
    custodian: NotRequired[Reference | None]


class CapabilityStatementRestSecurity(BackboneElement):
    cors: NotRequired[bool | None]
    _cors: NotRequired[Element | None]
    service: NotRequired[list[CodeableConcept] | None]
    description: NotRequired[str | None]
    _description: NotRequired[Element | None]


class CapabilityStatementRestResourceInteraction(BackboneElement):
    code: CapabilityStatementRestResourceInteractionCode
    _code: NotRequired[Element | None]
    documentation: NotRequired[str | None]
    _documentation: NotRequired[Element | None]


class CapabilityStatementRestResourceSearchParam(BackboneElement):
    name: str
    _name: NotRequired[Element | None]
    definition: NotRequired[str | None]
    _definition: NotRequired[Element | None]
    type: CapabilityStatementRestResourceSearchParamType
    _type: NotRequired[Element | None]
    documentation: NotRequired[str | None]
    _documentation: NotRequired[Element | None]


class CapabilityStatementRestResourceOperation(BackboneElement):
    name: str
    _name: NotRequired[Element | None]
    definition: str
    _definition: NotRequired[Element | None]
    documentation: NotRequired[str | None]
    _documentation: NotRequired[Element | None]


class CapabilityStatementRestResource(BackboneElement):
    type: str
    _type: NotRequired[Element | None]
    profile: NotRequired[str | None]
    _profile: NotRequired[Element | None]
    supportedProfile: NotRequired[list[str] | None]
    _supportedProfile: NotRequired[list[Element | None] | None]
    documentation: NotRequired[str | None]
    _documentation: NotRequired[Element | None]
    interaction: NotRequired[list[CapabilityStatementRestResourceInteraction] | None]
    versioning: NotRequired[CapabilityStatementRestResourceVersioning | None]
    _versioning: NotRequired[Element | None]
    readHistory: NotRequired[bool | None]
    _readHistory: NotRequired[Element | None]
    updateCreate: NotRequired[bool | None]
    _updateCreate: NotRequired[Element | None]
    conditionalCreate: NotRequired[bool | None]
    _conditionalCreate: NotRequired[Element | None]
    conditionalRead: NotRequired[CapabilityStatementRestResourceConditionalRead | None]
    _conditionalRead: NotRequired[Element | None]
    conditionalUpdate: NotRequired[bool | None]
    _conditionalUpdate: NotRequired[Element | None]
    conditionalDelete: NotRequired[CapabilityStatementRestResourceConditionalDelete | None]
    _conditionalDelete: NotRequired[Element | None]
    referencePolicy: NotRequired[list[CapabilityStatementRestResourceReferencePolicy] | None]
    _referencePolicy: NotRequired[list[Element | None] | None]
    searchInclude: NotRequired[list[str] | None]
    _searchInclude: NotRequired[list[Element | None] | None]
    searchRevInclude: NotRequired[list[str] | None]
    _searchRevInclude: NotRequired[list[Element | None] | None]
    searchParam: NotRequired[list[CapabilityStatementRestResourceSearchParam] | None]
    operation: NotRequired[list[CapabilityStatementRestResourceOperation] | None]


class CapabilityStatementRestInteraction(BackboneElement):
    code: CapabilityStatementRestInteractionCode
    _code: NotRequired[Element | None]
    documentation: NotRequired[str | None]
    _documentation: NotRequired[Element | None]


class CapabilityStatementRest(BackboneElement):
    mode: CapabilityStatementRestMode
    _mode: NotRequired[Element | None]
    documentation: NotRequired[str | None]
    _documentation: NotRequired[Element | None]
    security: NotRequired[CapabilityStatementRestSecurity | None]
    resource: NotRequired[list[CapabilityStatementRestResource] | None]
    interaction: NotRequired[list[CapabilityStatementRestInteraction] | None]
    searchParam: NotRequired[list[CapabilityStatementRestResourceSearchParam] | None]
    operation: NotRequired[list[CapabilityStatementRestResourceOperation] | None]
    compartment: NotRequired[list[str] | None]
    _compartment: NotRequired[list[Element | None] | None]


class CapabilityStatementMessagingEndpoint(BackboneElement):
    protocol: Coding
    address: str
    _address: NotRequired[Element | None]


class CapabilityStatementMessagingSupportedMessage(BackboneElement):
    mode: CapabilityStatementMessagingSupportedMessageMode
    _mode: NotRequired[Element | None]
    definition: str
    _definition: NotRequired[Element | None]


class CapabilityStatementMessaging(BackboneElement):
    endpoint: NotRequired[list[CapabilityStatementMessagingEndpoint] | None]
    reliableCache: NotRequired[int | None]
    _reliableCache: NotRequired[Element | None]
    documentation: NotRequired[str | None]
    _documentation: NotRequired[Element | None]
    supportedMessage: NotRequired[list[CapabilityStatementMessagingSupportedMessage] | None]


class CapabilityStatementDocument(BackboneElement):
    mode: CapabilityStatementDocumentMode
    _mode: NotRequired[Element | None]
    documentation: NotRequired[str | None]
    _documentation: NotRequired[Element | None]
    profile: str
    _profile: NotRequired[Element | None]


class CapabilityStatement(DomainResource):
    resourceType: Literal["CapabilityStatement"]
    url: NotRequired[str | None]
    _url: NotRequired[Element | None]
    version: NotRequired[str | None]
    _version: NotRequired[Element | None]
    name: NotRequired[str | None]
    _name: NotRequired[Element | None]
    title: NotRequired[str | None]
    _title: NotRequired[Element | None]
    status: CapabilityStatementStatus
    _status: NotRequired[Element | None]
    experimental: NotRequired[bool | None]
    _experimental: NotRequired[Element | None]
    date: str
    _date: NotRequired[Element | None]
    publisher: NotRequired[str | None]
    _publisher: NotRequired[Element | None]
    contact: NotRequired[list[ContactDetail] | None]
    description: NotRequired[str | None]
    _description: NotRequired[Element | None]
    useContext: NotRequired[list[UsageContext] | None]
    jurisdiction: NotRequired[list[CodeableConcept] | None]
    purpose: NotRequired[str | None]
    _purpose: NotRequired[Element | None]
    copyright: NotRequired[str | None]
    _copyright: NotRequired[Element | None]
    kind: CapabilityStatementKind
    _kind: NotRequired[Element | None]
    instantiates: NotRequired[list[str] | None]
    _instantiates: NotRequired[list[Element | None] | None]
    imports: NotRequired[list[str] | None]
    _imports: NotRequired[list[Element | None] | None]
    software: NotRequired[CapabilityStatementSoftware | None]
    implementation: NotRequired[CapabilityStatementImplementation | None]
    fhirVersion: CapabilityStatementFhirVersion
    _fhirVersion: NotRequired[Element | None]
    format: list[str]
    _format: NotRequired[list[Element | None] | None]
    patchFormat: NotRequired[list[str] | None]
    _patchFormat: NotRequired[list[Element | None] | None]
    implementationGuide: NotRequired[list[str] | None]
    _implementationGuide: NotRequired[list[Element | None] | None]
    rest: NotRequired[list[CapabilityStatementRest] | None]
    messaging: NotRequired[list[CapabilityStatementMessaging] | None]
    document: NotRequired[list[CapabilityStatementDocument] | None]
