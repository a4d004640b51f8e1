"""Strategies for what people say matters to them, and for how they rank it."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.what_matters import Mode, PriorityOrderRecord, SaidBy, StatementRecord, Unanswered
from tests.strategies import common

OBSERVATION_STATUSES = (
    *("registered", "preliminary", "final", "amended"),
    *("corrected", "cancelled", "entered-in-error", "unknown"),
)
_PEOPLE = ("Patient", "RelatedPerson", "Practitioner", "PractitionerRole")

_said = st.fixed_dictionaries(
    {"words": common.texts, "translations": common.some(common.translations)}
)
_answers = st.one_of(
    _said, _said.map(dict), st.fixed_dictionaries({"unanswered": st.sampled_from(Unanswered)})
)

statements: SearchStrategy[StatementRecord] = common.records(
    StatementRecord,
    status=st.sampled_from(OBSERVATION_STATUSES),
    mode=st.sampled_from(Mode),
    said_by=st.sampled_from(SaidBy),
    _answer=_answers,
    speaker=common.maybe(common.references(*_PEOPLE)),
    writer=common.maybe(common.references(*_PEOPLE, "Organization")),
    asked_by=common.maybe(common.references(*_PEOPLE)),
    _when=common.one_of_these(said_at=common.datetimes(), said_during=common.periods()),
    recorded_at=common.maybe(common.instants()),
    codings=common.some(common.codings()),
    follows=common.maybe(common.references("Observation")),
    corrects=common.maybe(common.references("Observation")),
    encounter=common.maybe(common.references("Encounter")),
    about=common.some(common.references("Goal", "CarePlan")),
    notes=common.some(common.notes()),
)
priority_orders: SearchStrategy[PriorityOrderRecord] = common.records(
    PriorityOrderRecord,
    status=st.sampled_from(("current", "retired", "entered-in-error")),
    ranked=common.some(common.references("Goal", "Observation"), sizes=(0, 1, 2, 4)),
    ranked_by=common.maybe(common.references("Patient", "Practitioner", "PractitionerRole")),
    ranked_at=common.maybe(common.datetimes()),
    title=common.maybe(common.lines),
    notes=common.some(common.notes()),
)
