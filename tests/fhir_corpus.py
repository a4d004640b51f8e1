"""Resources of made-up people, each valid R4 in one tricky way, for the tests of the checker."""

from copy import deepcopy
from decimal import Decimal
from typing import Any, Final

PLACEHOLDER: Final = "https://example.org/viktigt"
PERSON: Final = {
    "type": "Patient",
    "identifier": {
        "system": "http://electronichealth.se/identifier/personnummer",
        "value": "191212121212",
    },
}
LOINC: Final = "http://loinc.org"
UCUM: Final = "http://unitsofmeasure.org"
ABSENT: Final = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
UNKNOWN: Final = {"extension": [{"url": ABSENT, "valueCode": "unknown"}]}
DIV: Final = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Vill kunna gå till torget.</p></div>'
UUID: Final = "urn:uuid:6f1c0c4e-2f0b-4b7c-9d3e-0a4f5c6d7e8f"

Resource = dict[str, Any]


def coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


CARE_PLAN: Final[Resource] = {
    "resourceType": "CarePlan",
    "id": "plan-1",
    "meta": {"versionId": "3", "lastUpdated": "2025-03-01T08:00:00.123Z"},
    "text": {"status": "generated", "div": DIV},
    "identifier": [{"system": "urn:oid:1.2.752.129.2.1.2.1", "value": "a-1"}],
    "status": "active",
    "intent": "plan",
    "title": "Samordnad individuell plan",
    "subject": PERSON,
    "period": {"start": "2025-03-01", "end": "2026-02"},
    "created": "2025-03-01T10:30:00+01:00",
    "author": {"reference": "Organization/region"},
    "goal": [{"reference": "Goal/walk"}, {"reference": UUID}],
    "activity": [
        {"reference": {"reference": "https://fhir.example.org/r4/ServiceRequest/walks/_history/2"}},
        {"detail": {"kind": "ServiceRequest", "status": "scheduled", "description": "Promenad"}},
    ],
}

GOAL: Final[Resource] = {
    "resourceType": "Goal",
    "lifecycleStatus": "active",
    "description": {"text": "Gå till torget och handla själv"},
    "subject": PERSON,
    "startDate": "2025-03",
    "target": [
        {
            "measure": coded(LOINC, "41950-7"),
            "detailQuantity": {
                "value": Decimal("1500.0"),
                "unit": "steg",
                "system": UCUM,
                "code": "1",
            },
            "dueDate": "2025-06-30",
        },
        {"measure": {"text": "med egna ord"}, "detailString": "Till torget och hem\nutan att vila"},
    ],
    "expressedBy": PERSON,
    "note": [{"text": "Sagt vid köksbordet", "authorReference": PERSON}],
}

BLOOD_PRESSURE: Final[Resource] = {
    "resourceType": "Observation",
    "meta": {"profile": ["http://hl7.org/fhir/StructureDefinition/vitalsigns"]},
    "status": "final",
    "category": [
        coded("http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs")
    ],
    "code": coded(LOINC, "85354-9"),
    "subject": PERSON,
    "effectiveDateTime": "2025-02-28T07:15:00+01:00",
    "performer": [PERSON],
    "component": [
        {
            "code": coded(LOINC, "8480-6"),
            "valueQuantity": {"value": 132, "unit": "mmHg", "system": UCUM, "code": "mm[Hg]"},
        },
        {
            "code": coded(LOINC, "8462-4"),
            "dataAbsentReason": coded(
                "http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown"
            ),
        },
    ],
}

WEIGHT: Final[Resource] = {
    "resourceType": "Observation",
    "status": "preliminary",
    "code": coded(LOINC, "29463-7"),
    "subject": {"reference": "Patient/p1", "type": "Patient"},
    "effectivePeriod": {"start": "2024-02-29", "end": "2024-02-29T23:59:60Z"},
    "issued": "2024-03-01T00:00:00+01:00",
    "valueQuantity": {
        "value": Decimal("7.25E+1"),
        "comparator": "<=",
        "unit": "kg",
        "system": UCUM,
        "code": "kg",
    },
    "referenceRange": [{"low": {"value": Decimal("50.00")}, "high": {"value": 90}}],
}

APPOINTMENT: Final[Resource] = {
    "resourceType": "Appointment",
    "status": "booked",
    "start": "2025-04-02T13:00:00+02:00",
    "_end": UNKNOWN,
    "participant": [{"actor": PERSON, "status": "needs-action"}],
}

CONSENT: Final[Resource] = {
    "resourceType": "Consent",
    "status": "active",
    "scope": coded("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
    "category": [coded(LOINC, "59284-0")],
    "patient": PERSON,
    "dateTime": "2025-03-01",
    "policy": [{"uri": "https://example.org/law"}],
    "provision": {"type": "deny", "period": {"start": "2025"}},
}

CARE_TEAM: Final[Resource] = {
    "resourceType": "CareTeam",
    "contained": [
        {
            "resourceType": "Practitioner",
            "id": "nurse",
            "name": [{"family": "Ek", "given": ["Siv"]}],
        }
    ],
    "status": "active",
    "subject": PERSON,
    "participant": [
        {
            "role": [{"text": "fast vårdkontakt"}],
            "member": {"reference": "#nurse", "type": "Practitioner"},
            "onBehalfOf": {"reference": "Organization/region"},
        }
    ],
}

PATIENT: Final[Resource] = {
    "resourceType": "Patient",
    "identifier": [PERSON["identifier"]],
    "name": [
        {
            "use": "official",
            "family": "Lind",
            "given": ["Astrid", "Maria"],
            "_given": [None, {"id": "middle", "extension": UNKNOWN["extension"]}],
        },
        {"_family": UNKNOWN},
        {"use": "nickname", "given": [None, "Maja"], "_given": [UNKNOWN, None]},
    ],
    "telecom": [{"system": "phone", "value": "070-174 06 05", "rank": 1}],
    "gender": "female",
    "birthDate": "1912",
    "_birthDate": {"id": "b"},
    "multipleBirthInteger": 2,
    "contact": [{"relationship": [{"text": "dotter"}], "name": {"text": "Ellen Lind"}}],
    "photo": [{"contentType": "image/png", "data": "aGVq"}],
}

SERVICE_REQUEST: Final[Resource] = {
    "resourceType": "ServiceRequest",
    "status": "active",
    "intent": "proposal",
    "doNotPerform": False,
    "code": {"text": "Promenad med stöd"},
    "subject": PERSON,
    "occurrenceTiming": {
        "repeat": {
            "frequency": 1,
            "period": Decimal("1.0"),
            "periodUnit": "d",
            "timeOfDay": ["09:30:00"],
            "dayOfWeek": ["mon", "thu"],
        }
    },
    "performer": [PERSON, {"display": "Hemtjänsten i Björkby"}],
}

TRANSACTION: Final[Resource] = {
    "resourceType": "Bundle",
    "type": "transaction",
    "entry": [
        {
            "fullUrl": UUID,
            "resource": {
                **GOAL,
                "subject": {"reference": "Patient?identifier=urn:oid:1.2.752|191212121212"},
            },
            "request": {"method": "POST", "url": "Goal", "ifNoneExist": "identifier=a|b"},
        },
        {"request": {"method": "DELETE", "url": "Goal/old"}},
    ],
}

HISTORY: Final[Resource] = {
    "resourceType": "Bundle",
    "type": "history",
    "total": 2,
    "entry": [
        {
            "fullUrl": "https://fhir.example.org/r4/Goal/walk",
            "resource": {**GOAL, "id": "walk", "meta": {"versionId": version}},
            "request": {"method": "PUT", "url": "Goal/walk"},
            "response": {"status": "200", "etag": f'W/"{version}"'},
        }
        for version in ("2", "1")
    ],
}

SEARCH: Final[Resource] = {
    "resourceType": "Bundle",
    "type": "searchset",
    "total": 1,
    "link": [{"relation": "self", "url": "https://fhir.example.org/r4/Goal?_id=walk"}],
    "entry": [
        {
            "fullUrl": "https://fhir.example.org/r4/Goal/walk",
            "resource": {**GOAL, "id": "walk"},
            "search": {"mode": "match", "score": Decimal("0.9")},
        }
    ],
}

WITHOUT_STATUS: Final[Resource] = {
    "resourceType": "CarePlan",
    "_status": UNKNOWN,
    "intent": "plan",
    "subject": {"display": "En person utan känd plan"},
}

TRANSLATED: Final[Resource] = {
    "resourceType": "Observation",
    "status": "final",
    "code": {"text": "Det som är viktigt"},
    "valueString": "Att få vara hemma",
    "_valueString": {
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/translation",
                "extension": [
                    {"url": "lang", "valueCode": "nb"},
                    {"url": "content", "valueString": "Å få være hjemme"},
                ],
            }
        ]
    },
}

SELF_REFERRING: Final[Resource] = {
    "resourceType": "Observation",
    "contained": [
        {
            "resourceType": "Provenance",
            "id": "who",
            "target": [{"reference": "#"}],
            "recorded": "2025-01-01T00:00:00Z",
            "agent": [{"who": {"display": "Undersköterskan"}}],
        }
    ],
    "status": "final",
    "code": {"text": "Det som är viktigt"},
    "valueString": "Att få vara hemma\u00a0– så länge det går 🌿",
}

LIST: Final[Resource] = {
    "resourceType": "List",
    "status": "current",
    "mode": "working",
    "entry": [{"item": {"reference": "Goal/walk"}}, {"item": {"reference": "Goal/sleep"}}],
}

CONDITION: Final[Resource] = {
    "resourceType": "Condition",
    "clinicalStatus": coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "relapse"),
    "code": {"text": "Yrsel"},
    "subject": PERSON,
    "onsetAge": {"value": 81, "unit": "år", "system": UCUM, "code": "a"},
}

QUESTIONNAIRE_RESPONSE: Final[Resource] = {
    "resourceType": "QuestionnaireResponse",
    "questionnaire": "https://example.org/Questionnaire/what-matters|1",
    "status": "completed",
    "item": [{"linkId": "1", "item": [{"linkId": "1.1", "answer": [{"valueBoolean": False}]}]}],
}

CODE_SYSTEM: Final[Resource] = {
    "resourceType": "CodeSystem",
    "url": f"{PLACEHOLDER}/CodeSystem/goal-voice",
    "name": "GoalVoice",
    "status": "active",
    "content": "complete",
    "concept": [{"code": "person"}, {"code": "professional", "concept": [{"code": "nurse"}]}],
}

VALUE_SET: Final[Resource] = {
    "resourceType": "ValueSet",
    "url": f"{PLACEHOLDER}/ValueSet/goal-voice",
    "status": "draft",
    "compose": {"include": [{"system": f"{PLACEHOLDER}/CodeSystem/goal-voice"}]},
}

STRUCTURE_DEFINITION: Final[Resource] = {
    "resourceType": "StructureDefinition",
    "url": f"{PLACEHOLDER}/StructureDefinition/value-negated",
    "name": "ValueNegated",
    "status": "draft",
    "kind": "complex-type",
    "abstract": False,
    "context": [{"type": "element", "expression": "Observation"}],
    "type": "Extension",
    "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Extension",
    "derivation": "constraint",
    "differential": {
        "element": [
            {"id": "Extension", "path": "Extension", "max": "1"},
            {
                "id": "Extension.value[x]",
                "path": "Extension.value[x]",
                "min": 1,
                "type": [{"code": "boolean"}],
            },
        ]
    },
}

CAPABILITIES: Final[Resource] = {
    "resourceType": "CapabilityStatement",
    "status": "active",
    "date": "2025-01-01",
    "kind": "instance",
    "implementation": {"description": "En server"},
    "fhirVersion": "4.0.1",
    "format": ["json"],
    "rest": [{"mode": "server", "resource": [{"type": "Goal", "versioning": "versioned"}]}],
}

OUTCOME: Final[Resource] = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "error", "code": "conflict", "expression": ["Goal.target[0]"]}],
}

PARAMETERS: Final[Resource] = {
    "resourceType": "Parameters",
    "parameter": [
        {"name": "a", "valueUuid": "urn:uuid:6f1c0c4e-2f0b-4b7c-9d3e-0a4f5c6d7e8f"},
        {"name": "b", "resource": {"resourceType": "Binary", "contentType": "text/plain"}},
        {"name": "c", "part": [{"name": "d", "valueOid": "urn:oid:1.2.752.129"}]},
    ],
}

VALID: Final[dict[str, Resource]] = {
    "a care plan": CARE_PLAN,
    "a care plan whose status is absent for a reason": WITHOUT_STATUS,
    "a goal": GOAL,
    "a blood pressure": BLOOD_PRESSURE,
    "a weight with exponent, comparator and leap second": WEIGHT,
    "an appointment whose end is unknown": APPOINTMENT,
    "a consent": CONSENT,
    "a care team with a contained nurse": CARE_TEAM,
    "a patient with partial date and extensions on a given name": PATIENT,
    "a request": SERVICE_REQUEST,
    "a transaction with a reference by search": TRANSACTION,
    "a history": HISTORY,
    "a search result": SEARCH,
    "a contained resource that refers to its owner": SELF_REFERRING,
    "a statement with its translation": TRANSLATED,
    "a list": LIST,
    "a condition": CONDITION,
    "a questionnaire response": QUESTIONNAIRE_RESPONSE,
    "a code system": CODE_SYSTEM,
    "a value set": VALUE_SET,
    "a structure definition": STRUCTURE_DEFINITION,
    "a capability statement": CAPABILITIES,
    "an operation outcome": OUTCOME,
    "parameters": PARAMETERS,
}


def changed(resource: Resource, path: tuple[str | int, ...], *value: object) -> Resource:
    """Return a copy with another value at the path, or without it when no value is given."""
    copy = deepcopy(resource)
    owner: Any = copy
    for step in path[:-1]:
        owner = owner[step]
    if value:
        owner[path[-1]] = value[0]
    else:
        del owner[path[-1]]
    return copy
