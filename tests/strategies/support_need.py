"""Strategies for how much support people want, and for judgements of how they function."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.support_need import (
    AssessmentRecord,
    Qualifier,
    Scale,
    Score,
    Support,
    SupportNeedRecord,
)
from tests.strategies import common
from tests.strategies.what_matters import OBSERVATION_STATUSES

SCORES = {Scale.ICF: tuple("0123489"), Scale.IPLOS: tuple("123459")}
_WHO = ("Practitioner", "PractitionerRole", "Organization", "Patient")


def _judged(scale: Scale) -> SearchStrategy[dict[str, Any]]:
    """One score for the whole, or a score per qualifier with or without words, or words only."""
    codes = st.sampled_from(SCORES[scale])
    whole = st.builds(Score, code=codes).map(lambda score: (score,))
    slots = st.tuples(
        *(st.builds(Score, code=codes, qualifier=st.just(each)) for each in Qualifier)
    )
    return st.one_of(
        st.fixed_dictionaries({"scale": st.just(scale), "scores": whole}),
        st.fixed_dictionaries(
            {"scale": st.just(scale), "scores": slots, "words": common.maybe(common.texts)}
        ),
        st.fixed_dictionaries({"scale": st.just(scale), "words": common.texts}),
    )


support_needs: SearchStrategy[SupportNeedRecord] = common.records(
    SupportNeedRecord,
    status=st.sampled_from(OBSERVATION_STATUSES),
    support=st.sampled_from(Support),
    words=common.maybe(common.texts),
    said_at=common.maybe(common.datetimes()),
    recorded_at=common.maybe(common.instants()),
    said_by=common.maybe(common.references("Patient", "RelatedPerson")),
    statement=common.maybe(common.references("Observation")),
    notes=common.some(common.notes()),
)
assessments: SearchStrategy[AssessmentRecord] = common.records(
    AssessmentRecord,
    status=st.sampled_from(OBSERVATION_STATUSES),
    what=common.concepts(),
    _judged=st.sampled_from(Scale).flatmap(_judged),
    _when=common.one_of_these(assessed_at=common.datetimes(), assessed_during=common.periods()),
    recorded_at=common.maybe(common.instants()),
    performers=common.some(common.references(*_WHO)),
    method=common.maybe(common.concepts()),
    encounter=common.maybe(common.references("Encounter")),
    notes=common.some(common.notes()),
)
