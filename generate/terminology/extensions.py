"""Own extensions: what R4 and its published extensions have no element for."""

from typing import Final

from generate.terminology.tables import Extension, Part, Value
from mappings.codes import systems as url

ANY: Final = ("DomainResource",)
STRING: Final = Value(types=("string",))
BOOLEAN: Final = Value(types=("boolean",))
DATE_TIME: Final = Value(types=("dateTime",))
CONCEPT: Final = Value(types=("CodeableConcept",))


def _to(*targets: str) -> Value:
    return Value(types=("Reference",), targets=targets)


PEOPLE: Final = ("Patient", "RelatedPerson", "Practitioner", "PractitionerRole")
WHO: Final = (*PEOPLE, "Organization")

EXTENSIONS: Final = (
    Extension(
        url=url.ACCOUNTABLE,
        title="Who answers for a record",
        definition="The care giver, the care unit and the area of law that blocks compare.",
        contexts=ANY,
        parts=(
            Part(name="careGiver", short="Care giver", value=_to("Organization")),
            Part(name="careUnit", short="Care unit", value=_to("Organization")),
            Part(
                name="area",
                short="Area of law",
                value=Value(types=("code",), binding=url.AREA_OF_LAW),
            ),
        ),
    ),
    Extension(
        url=url.BLOCK_COMPARISON_TIME,
        title="Time that a block is compared with",
        definition="The time of the record that a time-limited block is compared with.",
        contexts=ANY,
        value=DATE_TIME,
    ),
    Extension(
        url=url.NOT_AGREED,
        title="Two versions, not agreed",
        definition="A unit of which another version stands on the other side; none is decided on.",
        contexts=ANY,
        most="*",
        value=STRING,
    ),
    Extension(
        url=url.SOURCE_TEXT,
        title="Text of the source",
        definition="A value that the source had and no element holds, with the name it had there.",
        contexts=ANY,
        most="*",
        parts=(
            Part(name="name", short="Name in the source", value=STRING, least=1),
            Part(name="text", short="Text as it stood there", value=STRING, least=1),
        ),
    ),
    Extension(
        url=url.SAID,
        title="Who had a part in a statement",
        definition="Who spoke, who wrote it down, who asked, and on whose behalf it was said.",
        contexts=("Observation",),
        parts=(
            Part(
                name="by",
                short="Who speaks, on whose behalf",
                value=Value(types=("Coding",), binding=url.SAID_BY),
                least=1,
            ),
            Part(name="speaker", short="Who said it", value=_to(*WHO)),
            Part(name="writer", short="Who wrote it down", value=_to(*WHO)),
            Part(name="askedBy", short="Who asked", value=_to(*WHO)),
        ),
    ),
    Extension(
        url=url.GOAL_RESPONSIBLE,
        title="Who is responsible for a goal",
        definition="The professional or the organisation that is responsible for the goal.",
        contexts=("Goal",),
        value=_to("Practitioner", "PractitionerRole", "Organization", "CareTeam"),
    ),
    Extension(
        url=url.GOAL_VALIDITY,
        title="Validity of a goal",
        definition="From when to when the source says that the goal is valid.",
        contexts=("Goal",),
        value=Value(types=("Period",)),
    ),
    Extension(
        url=url.SAFETY_NOTICE,
        title="The source holds safety information",
        definition=(
            "The message of that date also held information that is no part of the plan: look in"
            " the record."
        ),
        contexts=("CarePlan",),
        parts=(
            Part(name="sent", short="When it was sent", value=DATE_TIME, least=1),
            Part(name="sender", short="Who sent it", value=_to(*WHO)),
            Part(
                name="topic",
                short="What it held",
                value=Value(types=("code",), binding=url.SAFETY_TOPIC),
                most="*",
            ),
        ),
    ),
    Extension(
        url=url.VALUE_NEGATED,
        title="The value is denied",
        definition="The source says that the coded value of this observation did not hold.",
        contexts=("Observation",),
        value=BOOLEAN,
        modifies="It turns the meaning of the value into its opposite.",
    ),
    Extension(
        url=url.NEGATED_VALUE,
        title="Denied value",
        definition="The value that the source denies; the observation itself has no value.",
        contexts=("Observation",),
        value=Value(types=("Quantity", "Range", "Period", "dateTime", "string", "integer")),
    ),
    Extension(
        url=url.VERIFIED,
        title="Who vouched for it",
        definition="Who verified the record in its source, and when.",
        contexts=("Observation",),
        parts=(
            Part(name="by", short="Who verified it", value=_to(*WHO)),
            Part(name="at", short="When", value=DATE_TIME),
        ),
    ),
    Extension(
        url=url.PARTICIPANT,
        title="Who else took part",
        definition="Somebody or something that took part, as the source codes it.",
        contexts=("Observation",),
        most="*",
        parts=(
            Part(name="type", short="How it took part", value=CONCEPT),
            Part(name="role", short="In which role", value=CONCEPT),
            Part(
                name="identifier",
                short="Identifier of the participation",
                value=Value(types=("Identifier",)),
            ),
            Part(name="actor", short="Who took part", value=_to(*WHO)),
            Part(name="onBehalfOf", short="For whom", value=_to("Organization")),
            Part(name="device", short="With what", value=_to("Device")),
            Part(name="location", short="Where", value=_to("Location")),
            Part(name="period", short="When", value=Value(types=("Period",))),
            Part(name="kind", short="What kind of thing", value=CONCEPT, most="*"),
            Part(name="address", short="Address", value=Value(types=("Address",)), most="*"),
            Part(
                name="telecom",
                short="How to reach it",
                value=Value(types=("ContactPoint",)),
                most="*",
            ),
        ),
    ),
    Extension(
        url=url.RELATION,
        title="What an observation relates to",
        definition="A relation to other information, as the source codes it.",
        contexts=("Observation",),
        most="*",
        parts=(
            Part(name="type", short="Which relation", value=CONCEPT),
            Part(name="target", short="To what", value=_to("Resource")),
            Part(name="what", short="Which kind of information", value=STRING),
            Part(name="time", short="When that was", value=DATE_TIME),
            Part(name="owner", short="Whose that is", value=_to("Organization")),
        ),
    ),
    Extension(
        url=url.STATUS_REASON,
        title="Reason for the status",
        definition="Why the resource has its status, where R4 has no element for the reason.",
        contexts=(
            *("CarePlan", "CareTeam", "Consent"),
            *("DocumentReference", "List", "ServiceRequest"),
        ),
        value=Value(types=("CodeableConcept",), binding=url.STATUS_REASON_CODE),
    ),
    Extension(
        url=url.PLAN_REVISION,
        title="Revision of a plan",
        definition="Which version of the plan this is, as its parties count.",
        contexts=("CarePlan",),
        parts=(
            Part(name="number", short="Number of the revision", value=STRING),
            Part(name="date", short="Date of the revision", value=Value(types=("date",))),
        ),
    ),
    Extension(
        url=url.ESTIMATED,
        title="Estimated",
        definition="The time is an estimate: nobody has said that it is so.",
        contexts=(url.STAY_EVENT,),
        value=BOOLEAN,
    ),
    Extension(
        url=url.STAY_EVENT,
        title="Event of a stay",
        definition="A dated happening of a stay, as the source has it.",
        contexts=("Encounter",),
        most="*",
        parts=(
            Part(name="what", short="What happened", value=CONCEPT, least=1),
            Part(name="at", short="When", value=DATE_TIME),
            Part(name="estimated", short="An estimate", value=BOOLEAN, url=url.ESTIMATED),
        ),
    ),
    Extension(
        url=url.NOTE,
        title="Note",
        definition="A note on a resource that has no element for notes in R4.",
        contexts=("Consent", "Encounter"),
        most="*",
        value=Value(types=("Annotation",)),
    ),
    Extension(
        url=url.WORDS,
        title="In words",
        definition="What was said or written, to the letter.",
        contexts=("Consent", "Provenance"),
        value=STRING,
    ),
    Extension(
        url=url.CONSENT_WITHDRAWN,
        title="Withdrawal of a consent",
        definition="When a consent or reservation was withdrawn, and by whom.",
        contexts=("Consent",),
        parts=(
            Part(name="at", short="When", value=DATE_TIME),
            Part(name="by", short="By whom", value=_to(*WHO)),
        ),
    ),
    Extension(
        url=url.RECORD_IDENTIFIER,
        title="Business identifier",
        definition="The business identifier of a resource that has no element for one.",
        contexts=("Provenance",),
        most="*",
        value=Value(types=("Identifier",)),
    ),
    Extension(
        url=url.RECORD_PERSON,
        title="Whom it is about",
        definition="The person whose record a Provenance is about.",
        contexts=("Provenance",),
        value=_to("Patient"),
    ),
    Extension(
        url=url.NOT_FETCHED,
        title="Not fetched",
        definition="The content stands at its url and was not fetched from there.",
        contexts=("Attachment",),
        value=BOOLEAN,
    ),
    Extension(
        url=url.MIDDLE_NAME,
        title="Middle name",
        definition="A name between given and family name, outside Sweden and Norway.",
        contexts=("HumanName",),
        value=STRING,
    ),
    Extension(
        url=url.ADDRESS_TYPE,
        title="Kind of address",
        definition="What kind of address it is, as the source codes it.",
        contexts=("Address",),
        value=CONCEPT,
    ),
    Extension(
        url=url.MUNICIPALITY,
        title="Municipality",
        definition="The code of the municipality of an address, outside Norway.",
        contexts=("Address",),
        value=Value(types=("code",)),
    ),
    Extension(
        url=url.LIVES_ALONE,
        title="Lives alone",
        definition="Whether the person lives alone.",
        contexts=("Patient",),
        value=BOOLEAN,
    ),
    Extension(
        url=url.INFORMED,
        title="Informed",
        definition="Whether the relative has been informed.",
        contexts=("RelatedPerson",),
        value=BOOLEAN,
    ),
)
