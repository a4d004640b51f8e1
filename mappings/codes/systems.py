"""Every canonical URI that this project reads or writes, once.

Own URIs stand under BASE, a placeholder; the codec rewrites them to the configured base.
Swedish identifiers: HL7 Sweden base profiles 1.1.0 (http://hl7.se/fhir/ig/base) and RIV-TA OIDs.
Norwegian identifiers: hl7.fhir.no.basis 2.2.0 and Volven code lists 8116 and 9051.
"""

from typing import Final
from urllib.parse import quote

BASE: Final = "https://viktigt.example/fhir"


def extension_url(name: str) -> str:
    """The canonical of one of our own extensions."""
    return f"{BASE}/StructureDefinition/{name}"


def code_system(name: str) -> str:
    """The canonical of one of our own code systems."""
    return f"{BASE}/CodeSystem/{name}"


def naming_system(name: str) -> str:
    return f"{BASE}/NamingSystem/{name}"


def local_system(owner: str, kind: str) -> str:
    """The system of identifiers that are unique only at `owner`, an HSA-id or HER-id."""
    return f"{BASE}/local/{quote(owner, safe='')}/{quote(kind, safe='-_.')}"


# Terminology of HL7 and others
LOINC: Final = "http://loinc.org"
SNOMED: Final = "http://snomed.info/sct"
UCUM: Final = "http://unitsofmeasure.org"
ICF: Final = "http://hl7.org/fhir/sid/icf"
V3_ACT_CODE: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
V3_ACT_REASON: Final = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
V3_CONFIDENTIALITY: Final = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
V3_ROLE_CLASS: Final = "http://terminology.hl7.org/CodeSystem/v3-RoleClass"
V3_ROLE_CODE: Final = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
V2_0136: Final = "http://terminology.hl7.org/CodeSystem/v2-0136"
V2_0203: Final = "http://terminology.hl7.org/CodeSystem/v2-0203"
OBSERVATION_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/observation-category"
CONDITION_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/condition-category"
CONDITION_CLINICAL: Final = "http://terminology.hl7.org/CodeSystem/condition-clinical"
CONDITION_VERIFICATION: Final = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
CONSENT_SCOPE: Final = "http://terminology.hl7.org/CodeSystem/consentscope"
DATA_ABSENT_REASON: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
GOAL_ACHIEVEMENT: Final = "http://terminology.hl7.org/CodeSystem/goal-achievement"
GOAL_PRIORITY: Final = "http://terminology.hl7.org/CodeSystem/goal-priority"
LIST_ORDER: Final = "http://terminology.hl7.org/CodeSystem/list-order"
PARTICIPANT_TYPE: Final = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
PARTICIPATION_TYPE: Final = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
CAREPLAN_TYPE: Final = "https://fhir.inera.se/CodeSystem/typeofcareplan-cs"
CONTACT_TYPE: Final = (
    "https://terminologitjansten.inera.se/inera-kodverksforvaltning/kodverk/kv_typ_av_fast_kontakt"
)
CARE_TEAM_TYPE: Final = "https://fhir.inera.se/ig/careteam/CodeSystem/typ-av-careteam-cs"
SE_SECURITY_LABEL: Final = "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel"
SE_SECURITY_LABEL_OLD: Final = "http://electronichealth.se/CodeSystem/SecurityLabel"
NO_MUNICIPALITY: Final = "urn:oid:2.16.578.1.12.4.1.1.3402"

# Extensions of HL7
HL7: Final = "http://hl7.org/fhir/StructureDefinition"
DATA_ABSENT: Final = f"{HL7}/data-absent-reason"
ORIGINAL_TEXT: Final = f"{HL7}/originalText"
TRANSLATION: Final = f"{HL7}/translation"
GOAL_ACCEPTANCE: Final = f"{HL7}/goal-acceptance"
GOAL_RELATIONSHIP: Final = f"{HL7}/goal-relationship"
PERTAINS_TO_GOAL: Final = f"{HL7}/resource-pertainsToGoal"
SEQUEL_TO: Final = f"{HL7}/observation-sequelTo"
REPLACES: Final = f"{HL7}/observation-replaces"
TIME_ZONE_CODE: Final = f"{HL7}/tz-code"
ORDINAL_VALUE: Final = f"{HL7}/ordinalValue"
INTERPRETER_REQUIRED: Final = f"{HL7}/patient-interpreterRequired"

# Profiles and extensions of HL7 Sweden and HL7 Norway
SE_BASE: Final = "http://hl7.se/fhir/ig/base/StructureDefinition"
SE_MIDDLE_NAME: Final = f"{SE_BASE}/SEBaseMiddleNameExtension"
SE_ADDRESS_TYPE: Final = f"{SE_BASE}/SEBaseAddressPersonExtension"
NO_BASIS: Final = "http://hl7.no/fhir/StructureDefinition"
NO_MIDDLE_NAME: Final = f"{NO_BASIS}/no-basis-middlename"
NO_MUNICIPALITY_CODE: Final = f"{NO_BASIS}/no-basis-municipalitycode"
PCO: Final = "http://hl7.org/fhir/us/pco/StructureDefinition"
GOAL_ATTAINMENT: Final = f"{PCO}/pco-goal-attainment-scaling"

# Identifiers of Sweden (FHIR system of HL7 Sweden; RIV-TA OIDs in mappings.national_ids)
PERSONNUMMER: Final = "http://electronichealth.se/identifier/personnummer"
SAMORDNINGSNUMMER: Final = "http://electronichealth.se/identifier/samordningsnummer"
NATIONELLT_RESERVNUMMER: Final = "http://electronichealth.se/identifier/nationelltReservnummer"
HSA_ID: Final = "urn:oid:1.2.752.29.4.19"
ORGANISATIONSNUMMER: Final = "urn:oid:2.5.4.97"
SLL_RESERVNUMMER: Final = "urn:oid:1.2.752.97.3.1.3"
VGR_RESERVNUMMER: Final = "urn:oid:1.2.752.113.11.0.2.1.1.1"
VARMLAND_RESERVNUMMER: Final = "urn:oid:1.2.752.74.9.2"
CARELINK_RESERVNUMMER: Final = "urn:oid:1.2.752.129.2.1.3.2"

# Identifiers of Norway (no-basis)
FNR: Final = "urn:oid:2.16.578.1.12.4.1.4.1"
DNR: Final = "urn:oid:2.16.578.1.12.4.1.4.2"
FHN: Final = "urn:oid:2.16.578.1.12.4.1.4.3"
HPR: Final = "urn:oid:2.16.578.1.12.4.1.4.4"
DUF: Final = "urn:oid:2.16.578.1.12.4.1.4.5"
ENH: Final = "urn:oid:2.16.578.1.12.4.1.4.101"
RSH: Final = "urn:oid:2.16.578.1.12.4.1.4.102"
HER: Final = "urn:oid:2.16.578.1.12.4.1.2"
HNR: Final = "HNR"
CPR: Final = "urn:oid:1.2.208.176.1.2"

# Own extensions
ACCOUNTABLE: Final = extension_url("accountable")
BLOCK_COMPARISON_TIME: Final = extension_url("block-comparison-time")
SOURCE_TEXT: Final = extension_url("source-text")
SAID: Final = extension_url("said")
GOAL_RESPONSIBLE: Final = extension_url("goal-responsible")
GOAL_VALIDITY: Final = extension_url("goal-validity")
SAFETY_NOTICE: Final = extension_url("source-holds-safety-information")
VALUE_NEGATED: Final = extension_url("value-negated")
NEGATED_VALUE: Final = extension_url("negated-value")
VERIFIED: Final = extension_url("verified")
NOT_AGREED: Final = extension_url("not-agreed")
ESTIMATED: Final = extension_url("estimated")
PLAN_REVISION: Final = extension_url("plan-revision")
STAY_EVENT: Final = extension_url("stay-event")
NOTE: Final = extension_url("note")
WORDS: Final = extension_url("words")
CONSENT_WITHDRAWN: Final = extension_url("consent-withdrawn")
RECORD_IDENTIFIER: Final = extension_url("identifier")
RECORD_PERSON: Final = extension_url("person")
NOT_FETCHED: Final = extension_url("not-fetched")
MIDDLE_NAME: Final = extension_url("middle-name")
ADDRESS_TYPE: Final = extension_url("address-type")
MUNICIPALITY: Final = extension_url("municipality")
LIVES_ALONE: Final = extension_url("lives-alone")
INFORMED: Final = extension_url("informed")
PARTICIPANT: Final = extension_url("participant")
RELATION: Final = extension_url("relation")
STATUS_REASON: Final = extension_url("status-reason")

# Own code systems
GOAL_VOICE: Final = code_system("goal-voice")
STATEMENT_CATEGORY: Final = code_system("statement-category")
WHAT_MATTERS: Final = code_system("what-matters")
STATEMENT_MODE: Final = code_system("statement-mode")
SAID_BY: Final = code_system("said-by")
PLAN_KIND: Final = code_system("plan-kind")
SAFETY_TOPIC: Final = code_system("safety-topic")
TAG: Final = code_system("tag")
ATTESTATION: Final = code_system("attestation")
NEED_CATEGORY: Final = code_system("need-category")
ICF_QUALIFIER: Final = code_system("icf-qualifier")
IPLOS_SCORE: Final = code_system("iplos-score")
SUPPORT_PREFERENCE: Final = code_system("support-preference")
ACTIVITY_KIND: Final = code_system("activity-kind")
SOCIAL_INTERVENTION: Final = code_system("social-intervention")
SOURCE_FLAG: Final = code_system("source-flag")
OBSERVATION_KIND: Final = code_system("observation-kind")
QUALIFIER_SLOT: Final = code_system("icf-qualifier-slot")
ABSENT_REASON: Final = code_system("absent-reason")
CONCEPT: Final = code_system("concept")
PLO_ELEMENT: Final = code_system("plo-element")
PATIENT_ACCESS: Final = code_system("patient-access")
STATUS_REASON_CODE: Final = code_system("status-reason")
AREA_OF_LAW: Final = code_system("area-of-law")

# Own identifiers
PLO_CONVERSATION: Final = naming_system("plo-conversation")
PLO_ADMISSION: Final = naming_system("plo-admission")
DEVICE: Final = naming_system("device")
NOBODY: Final = naming_system("nobody")
