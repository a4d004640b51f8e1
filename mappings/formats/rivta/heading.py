"""RIV-TA PatientSummaryHeaderType → whose plan it is, from where, and who answers for it.

clinicalprocess:logistics:logistics 3.0, TKB ch. 5: documentId is unique within its source system;
authorTime is what a time-limited block is compared with; care unit and care giver are the keys of
inner and outer blocks (SFS 2008:355 ch. 4). Without both, the plan is not shown between providers.
"""

from typing import Final

from mappings.account import Reason, Section
from mappings.codes.systems import local_system
from mappings.errors import RecordRefused
from mappings.fhir.values import Identifier, Reference, SourceText
from mappings.formats import times
from mappings.formats.rivta import staff
from mappings.formats.rivta.answer import Shape, boolean, is_false, refuse_whole, say
from mappings.formats.rivta.origin import Document, Origin
from mappings.formats.rivta.values import approval, date_time, folded, hsa, source_uri, unit
from mappings.provenance import FIELDS as ATTESTATION_FIELDS
from mappings.provenance import AttestationRecord, Stand
from mappings.record import Accountable, Area, Source
from mappings.tree import leaves

SIGNATURE: Final[Shape] = {
    "signatureTime": {},
    "legalAuthenticatorHSAId": {},
    "legalAuthenticatorName": {},
}
SHAPE: Final[Shape] = {
    "documentId": {},
    "sourceSystemHSAId": {},
    "documentTitle": {},
    "documentTime": {},
    "patientId": {"id": {}, "type": {}},
    "accountableHealthcareProfessional": staff.SHAPE,
    "legalAuthenticator": SIGNATURE,
    "approvedForPatient": {},
    "nullified": {},
    "nullifiedReason": {},
    "careContactId": {},
}
_ACCOUNTABLE: Final = "accountableHealthcareProfessional"


def document(header: Section, source: Source) -> Document:
    """Read which document of which system it is; raises RecordRefused."""
    own = header.need("documentId", "source_ids", str.strip, rule="rivta.document-id")
    system = header.take("sourceSystemHSAId", "source", hsa)
    if system is None and source.system is None:
        expected = "the HSA-id of the source system, within which documentId is unique"
        issue = header.issue("sourceSystemHSAId", "source", expected, "rivta.source-system")
        raise RecordRefused(issue)
    if system is None:
        return Document(source=source, owner=source.system or "", uri=None, key=own)
    return Document(source=source, owner=system.value, uri=source_uri(system), key=own)


def source_id(of: Document) -> Identifier:
    """The identifier that the source system itself gave the document."""
    return Identifier(system=local_system(folded(of.owner), "document"), value=of.key)


def origin(header: Section, of: Document, person: Identifier, area: Area | None) -> Origin:
    """Read what all records of the document share: block keys and approval for the person."""
    who = header.child(_ACCOUNTABLE)
    accountable = Accountable(area=area) if who is None else _accountable(who, of.zone, area)
    if who is None or accountable.comparison_time is None:
        say(
            who or header,
            "authorTime",
            "accountable.comparison_time",
            "the time of writing: a time-limited block is compared with it",
            "rivta.accountable",
        )
    if accountable.care_giver is None or accountable.care_unit is None:
        expected = "care giver and care unit: without both it is not shown to other providers"
        say(
            who or header,
            "healthcareProfessionalCareGiverHSAId",
            "accountable.care_giver",
            expected,
            "rivta.accountable",
        )
    return Origin(
        document=of,
        person=person,
        accountable=None if accountable == Accountable() else accountable,
        labels=(approval(header),),
    )


def _accountable(who: Section, zone: str, area: Area | None) -> Accountable:
    giver = "healthcareProfessionalCareGiverHSAId"
    return Accountable(
        care_giver=unit(who.take(giver, "accountable.care_giver", hsa)),
        care_unit=unit(
            who.take("healthcareProfessionalCareUnitHSAId", "accountable.care_unit", hsa)
        ),
        comparison_time=date_time(who, "authorTime", "accountable.comparison_time", zone),
        area=area,
    )


def professional(header: Section, of: Origin) -> staff.Professional:
    who = header.child(_ACCOUNTABLE)
    return staff.Professional() if who is None else staff.professional(who, of)


def is_withdrawn(header: Section) -> bool:
    """Read `nullified`, which must not be sent; raises RecordRefused if it can't be read."""
    if header.leaf("nullified") is None:
        return False
    if is_false(header, "nullified"):
        header.drop("nullified", Reason.UNAFFIRMED)
        return False
    return header.need("nullified", "status", boolean, rule="rivta.nullified")


def encounter(header: Section, of: Document) -> Reference | None:
    """The care contact a plan belongs to, by the documentId it has in its source system."""
    contact = header.take("careContactId", "encounter", str.strip)
    if contact is None:
        return None
    system = local_system(folded(of.owner), "care-contact")
    return Reference(type="Encounter", identifier=Identifier(system=system, value=contact))


def signature(header: Section, of: Origin, plan: Reference) -> AttestationRecord | None:
    """Read legalAuthenticator: who signed, and when; unsigned stays unsigned."""
    part = header.child("legalAuthenticator")
    if part is None or not any(leaves(part.node)):
        return None
    signed = part.open(ATTESTATION_FIELDS)
    try:
        return _signature(signed, of, plan)
    except RecordRefused as refused:
        # The plan stands without its signature, and says what was there.
        header.target.texts.extend(
            SourceText(name=leaf.node.name, text=leaf.value) for leaf in leaves(part.node)
        )
        refuse_whole(signed, refused.issue)
        return None


def _signature(section: Section, of: Origin, plan: Reference) -> AttestationRecord:
    record_id = of.mint("signature")
    section.target.bind(record_id.value)
    own = section.take("legalAuthenticatorHSAId", "who", hsa)
    name = section.take("legalAuthenticatorName", "who", str.strip)
    if own is None and name is None:
        expected = "who signed: HSA-id or name"
        issue = section.issue("legalAuthenticatorHSAId", "who", expected, "rivta.signature")
        raise RecordRefused(issue)
    when = times.take(section, "signatureTime", "occurred_at", of.document.zone)
    if when is None or when.precision < times.Precision.SECOND:
        # Provenance.recorded is an instant: a day would have to be widened to one.
        expected = "a time of signing, known to the second"
        issue = section.issue("signatureTime", "occurred_at", expected, "rivta.signature-time")
        raise RecordRefused(issue)
    return AttestationRecord(
        **of.common(),
        id=record_id,
        target=plan,
        stand=Stand.LEGAL_AUTHENTICATOR,
        who=Reference(type="PractitionerRole", identifier=own, display=name),
        occurred_at=when.date_time,
        recorded=when.instant,
        source_texts=tuple(section.target.texts),
    )
