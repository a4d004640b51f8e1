"""Strategies for GetCarePlans answers within the scope of what is written, as XML text."""

import base64
from datetime import datetime
from xml.sax.saxutils import escape

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.formats.rivta_care_plans import KINDS
from tests.rivta_support import plan, plans
from tests.strategies import common
from tests.strategies.identifiers import PERSONNUMMER_OF_TESTS

# After 1950, and in hours that no change to or from summer time touches.
_stamps: SearchStrategy[str] = st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31)).map(  # noqa: DTZ001
    lambda when: f"{when.replace(hour=4 + when.hour % 19):%Y%m%d%H%M%S}"
)
_lines: SearchStrategy[str] = common.lines.map(escape)
_hsa: SearchStrategy[str] = st.integers(0, 99).map(lambda at: f"SE2321000016-{at:03}")
_oids: SearchStrategy[str] = st.integers(1, 9).map(lambda at: f"1.2.752.999.{at}")


def _maybe_element(name: str, inner: SearchStrategy[str]) -> SearchStrategy[str]:
    return common.maybe(inner).map(lambda text: "" if text is None else f"<{name}>{text}</{name}>")


def _joined(*parts: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


_coded: SearchStrategy[str] = _joined(
    _maybe_element("code", common.codes),
    _maybe_element("codeSystem", st.one_of(_oids, st.just("1.2.752.116.2.1.1"))),
    _maybe_element("codeSystemVersion", common.codes),
    _maybe_element("displayName", _lines),
    _maybe_element("originalText", _lines),
)
_unit: SearchStrategy[str] = _joined(
    _maybe_element("orgUnitHSAId", _hsa),
    _maybe_element("orgUnitName", _lines),
    _maybe_element("orgUnitTelecom", _lines),
    _maybe_element("orgUnitEmail", _lines),
    _maybe_element("orgUnitAddress", _lines),
    _maybe_element("orgUnitLocation", _lines),
)
_who: SearchStrategy[str] = _joined(
    _stamps.map(lambda when: f"<authorTime>{when}</authorTime>"),
    _maybe_element("healthcareProfessionalHSAId", _hsa),
    _maybe_element("healthcareProfessionalName", _lines),
    _maybe_element("healthcareProfessionalRoleCode", _coded),
    _maybe_element("healthcareProfessionalOrgUnit", _unit),
    _maybe_element("healthcareProfessionalCareUnitHSAId", _hsa),
    _maybe_element("healthcareProfessionalCareGiverHSAId", _hsa),
)
_signed: SearchStrategy[str] = st.tuples(_stamps, _hsa, common.maybe(_lines)).map(
    lambda drawn: (
        f"<signatureTime>{drawn[0]}</signatureTime>"
        f"<legalAuthenticatorHSAId>{drawn[1]}</legalAuthenticatorHSAId>"
        + (f"<legalAuthenticatorName>{drawn[2]}</legalAuthenticatorName>" if drawn[2] else "")
    )
)
_people: SearchStrategy[str] = st.sampled_from(PERSONNUMMER_OF_TESTS).map(
    lambda number: f"<id>{number}</id><type>1.2.752.129.2.1.3.1</type>"
)
_data: SearchStrategy[str] = common.texts.map(
    lambda words: f"<value>{base64.b64encode(words.encode()).decode()}</value>"
)
_urls: SearchStrategy[str] = st.integers(1, 99).map(
    lambda at: f"<reference>https://dokument.invalid/{at}</reference>"
)
_media: SearchStrategy[str] = st.sampled_from(
    ("text/plain", "text/html", "application/pdf", "image/png", "image/jpeg", "image/tiff")
).map(lambda kind: f"<mediaType>{kind}</mediaType>")
_contents: SearchStrategy[list[str]] = st.lists(
    _joined(_media, st.one_of(_data, _data, _urls)), min_size=1, max_size=3
)
_units: SearchStrategy[list[str]] = st.lists(
    st.tuples(st.one_of(st.just("1.2.752.129.2.1.4.1"), _oids), _hsa).map(
        lambda drawn: f"<root>{drawn[0]}</root><extension>{drawn[1]}</extension>"
    ),
    max_size=2,
)
_one_plan = st.fixed_dictionaries(
    {
        "sourceSystemHSAId": _hsa,
        "documentTitle": common.maybe(_lines),
        "documentTime": common.maybe(_stamps),
        "patientId": _people,
        "accountableHealthcareProfessional": _who,
        "legalAuthenticator": common.maybe(_signed),
        "approvedForPatient": st.sampled_from(("true", "false")),
        "careContactId": common.maybe(_lines),
        "content": _contents,
        "participatingCareUnitHSAId": _units,
        "typeOfCarePlanEnum": common.maybe(st.sampled_from(sorted(KINDS))),
    }
)
answers: SearchStrategy[str] = st.lists(_one_plan, min_size=1, max_size=3).map(
    lambda found: plans(*(plan(documentId=f"plan {at}", **one) for at, one in enumerate(found)))
)
"""Answers that hold nothing that the contract forbids: what is read of them can be written."""
