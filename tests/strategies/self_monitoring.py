"""Strategies for measurements: any at all, and such as keep a vital-signs profile."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.codes.measurements import VITAL_SIGNS, VitalSign
from mappings.codes.systems import LOINC, SNOMED, UCUM
from mappings.fhir.involved import Participant, Relation
from mappings.fhir.values import Coding, Concept, Quantity
from mappings.self_monitoring import MeasurementRecord, Part
from tests.strategies import common
from tests.strategies.people import addresses
from tests.strategies.what_matters import OBSERVATION_STATUSES

_WHO = ("Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization")

_part_values = common.one_of_these(
    "quantity",
    quantity=common.quantities(),
    concept=common.concepts(),
    absent=common.concepts(),
)
parts: SearchStrategy[Part] = st.tuples(common.concepts(), _part_values).map(
    lambda drawn: Part(what=drawn[0], **drawn[1])
)
_values = common.one_of_these(
    "range",
    quantity=common.quantities(),
    concept=common.concepts(),
    range=common.ranges,
    period=common.periods(),
    time=common.datetimes(),
    text=common.texts,
    number=st.integers(-(2**31), 2**31 - 1),
)
_valued = st.tuples(_values, st.booleans()).map(lambda drawn: {**drawn[0], "negated": drawn[1]})
_found: SearchStrategy[dict[str, Any]] = st.one_of(
    *(_valued.map(dict) for _ in range(5)),
    st.fixed_dictionaries({"absent": common.concepts()}),
    st.fixed_dictionaries({"absent": common.maybe(common.concepts()), "negated": st.booleans()}),
)
participants: SearchStrategy[Participant] = st.builds(
    Participant,
    type=common.maybe(common.concepts()),
    role=common.maybe(common.concepts()),
    identifier=common.maybe(common.source_ids),
    actor=common.maybe(common.references(*_WHO)),
    device=common.maybe(common.references("Device")),
    location=common.maybe(common.references("Location")),
    on_behalf_of=common.maybe(common.references("Organization")),
    period=common.maybe(common.periods()),
    kinds=common.some(common.concepts()),
    addresses=common.some(addresses()),
    contact_points=common.some(common.contact_points),
).filter(lambda each: each != Participant())
relations: SearchStrategy[Relation] = st.builds(
    Relation,
    type=common.maybe(common.concepts()),
    target=common.maybe(common.references("Observation", "CarePlan")),
    what=common.maybe(common.lines),
    time=common.maybe(common.datetimes()),
    owner=common.maybe(common.references("Organization")),
).filter(lambda each: each != Relation())
_whens = common.one_of_these(taken_at=common.datetimes(), taken_during=common.periods())
_others: dict[str, SearchStrategy[Any]] = {
    "recorded_at": common.maybe(common.instants()),
    "performers": common.some(common.references(*_WHO)),
    "verified_by": common.maybe(common.references("Practitioner", "PractitionerRole")),
    "verified_at": common.maybe(common.datetimes()),
    "method": common.maybe(common.concepts()),
    "body_site": common.maybe(common.concepts()),
    "device": common.maybe(common.references("Device")),
    "interpretation": common.some(common.concepts()),
    "encounter": common.maybe(common.references("Encounter")),
    "based_on": common.some(common.references("CarePlan", "ServiceRequest")),
    "notes": common.some(common.notes()),
}


def _parts_apart(record: MeasurementRecord) -> bool:
    """obs-7: what has a value of its own has no part of the same code."""
    whole = set(record.what.codings)
    return not any(whole & set(part.what.codings) for part in record.parts)


measurements: SearchStrategy[MeasurementRecord] = common.records(
    MeasurementRecord,
    source_ids=common.some(common.source_ids),
    status=st.sampled_from(OBSERVATION_STATUSES),
    what=common.concepts(),
    _found=_found,
    parts=common.some(parts, sizes=(0, 1, 2, 3)),
    _when=_whens,
    derived_from=common.some(common.references("Observation")),
    participants=common.some(participants),
    relations=common.some(relations),
    **_others,
).filter(_parts_apart)


# -- vital signs --------------------------------------------------------------------------------


def _what(loinc: str) -> SearchStrategy[Concept]:
    """The source's coding first, the LOINC one after it."""
    coded = Coding(system=LOINC, code=loinc)
    return common.some(common.codings(SNOMED)).map(
        lambda found: Concept(codings=(*found, coded), text="mätt hemma")
    )


def _amount(sign: VitalSign) -> SearchStrategy[Quantity]:
    return st.tuples(
        st.integers(1, 3000).map(lambda tenths: Decimal(tenths).scaleb(-1)),
        st.sampled_from(sorted(sign.units)),
    ).map(lambda drawn: Quantity(value=drawn[0], unit=drawn[1], system=UCUM, code=drawn[1]))


_NO_VALUE = Concept(
    codings=(
        Coding(
            system="http://terminology.hl7.org/CodeSystem/data-absent-reason", code="not-performed"
        ),
    )
)


def _kept(loinc: str) -> SearchStrategy[dict[str, Any]]:
    """What, and how much, of a measurement that keeps the profile of that code."""
    sign = VITAL_SIGNS[loinc]
    fields: dict[str, SearchStrategy[Any]] = {"what": _what(loinc)}
    if sign.parts:
        fields["parts"] = st.tuples(
            *(
                st.builds(Part, what=_what(code), quantity=_amount(sign))
                for code in sorted(sign.parts)
            )
        )
    elif sign.may_be_absent:
        value = common.one_of_these("quantity", quantity=_amount(sign), absent=st.just(_NO_VALUE))
        return st.tuples(st.fixed_dictionaries(fields), value).map(lambda two: {**two[0], **two[1]})
    else:
        fields["quantity"] = _amount(sign)
    return st.fixed_dictionaries(fields)


vital_signs: SearchStrategy[MeasurementRecord] = common.records(
    MeasurementRecord,
    status=st.sampled_from(OBSERVATION_STATUSES),
    _sign=st.sampled_from(sorted(VITAL_SIGNS)).flatmap(_kept),
    _when=st.one_of(
        st.fixed_dictionaries({"taken_at": common.datetimes_to_the_day()}),
        st.fixed_dictionaries(
            {"taken_during": common.periods(to_the_day=True).filter(lambda each: bool(each.start))}
        ),
    ),
    **_others,
)
"""Measurements that keep every rule of their profile."""
