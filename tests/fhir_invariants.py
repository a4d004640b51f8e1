"""For each invariant an element that breaks it and one that keeps it; nothing else is in them."""

from decimal import Decimal
from typing import Any, Final

from mappings.fhir.fhirpath import UCUM

Json = dict[str, Any]

SYSTEM: Final = "http://terminology.hl7.org/CodeSystem/"
NAME: Final = {"name": "a"}
IN_ERROR: Final = {
    "coding": [{"system": SYSTEM + "condition-ver-status", "code": "entered-in-error"}]
}
RESOLVED: Final = {"coding": [{"system": SYSTEM + "condition-clinical", "code": "resolved"}]}
PROBLEM: Final = [
    {"coding": [{"system": SYSTEM + "condition-category", "code": "problem-list-item"}]}
]
ALLERGY_ERROR: Final = {
    "coding": [{"system": SYSTEM + "allergyintolerance-verification", "code": "entered-in-error"}]
}
VITAL: Final = {"profile": ["http://hl7.org/fhir/StructureDefinition/vitalsigns"]}
VITAL_CATEGORY: Final = [
    {"coding": [{"system": SYSTEM + "observation-category", "code": "vital-signs"}]}
]
GLUCOSE: Final = {"coding": [{"system": "http://loinc.org", "code": "2339-0"}]}
PERCENT: Final = {"value": 5, "system": UCUM, "code": "%"}


def _elements(*elements: Json) -> Json:
    return {"element": list(elements)}


def _differential(*elements: Json, **members: object) -> Json:
    return {"type": "Patient", "kind": "resource", "differential": _elements(*elements), **members}


def _snapshot(*elements: Json, **members: object) -> Json:
    return {"type": "Patient", "kind": "resource", "snapshot": _elements(*elements), **members}


ROOT: Final = {"id": "Patient", "path": "Patient"}
CHILD: Final = {"id": "Patient.name", "path": "Patient.name"}
FULL: Final = {**CHILD, "definition": "a", "min": 0, "max": "1", "base": {"path": "Patient.name"}}

# node → rule → (what breaks it, what keeps it)
EXAMPLES: Final[dict[str, dict[str, tuple[Json, Json]]]] = {
    "Extension": {
        "ext-1": ({"url": "a"}, {"url": "a", "valueCode": "b"}),
    },
    "Quantity": {"qty-3": ({"value": 1, "code": "kg"}, {"code": "kg", "system": UCUM})},
    "SimpleQuantity": {"sqty-1": ({"value": 1, "comparator": "<"}, {"value": 1})},
    "Age": {
        "age-1": (
            {"value": -1, "system": UCUM, "code": "a"},
            {"value": 1, "system": UCUM, "code": "a"},
        )
    },
    "Count": {
        "cnt-3": (
            {"value": Decimal("1.5"), "system": UCUM, "code": "1"},
            {"value": 2, "system": UCUM, "code": "1"},
        )
    },
    "Distance": {"dis-1": ({"value": 1}, {"value": 1, "system": UCUM, "code": "m"})},
    "Duration": {"drt-1": ({"code": "h"}, {"value": 1, "system": UCUM, "code": "h"})},
    "Attachment": {"att-1": ({"data": "aGVq"}, {"data": "aGVq", "contentType": "text/plain"})},
    "ContactPoint": {"cpt-2": ({"value": "070"}, {"value": "070", "system": "phone"})},
    "Period": {
        "per-1": (
            {"start": "2025-01-02", "end": "2025-01-01"},
            {"start": "2025-01-01", "end": "2025-01-01"},
        )
    },
    "Range": {
        "rng-2": (
            {"low": {"value": 2}, "high": {"value": Decimal("1.9")}},
            {"low": {"value": 1}, "high": {"value": 2}},
        )
    },
    "Ratio": {"rat-1": ({"numerator": {"value": 1}}, {"numerator": {}, "denominator": {}})},
    "Expression": {"exp-1": ({"language": "text/fhirpath"}, {"expression": "a"})},
    "DataRequirement.codeFilter": {"drq-1": ({"valueSet": "a"}, {"path": "a"})},
    "DataRequirement.dateFilter": {
        "drq-2": ({"path": "a", "searchParam": "b"}, {"searchParam": "b"})
    },
    "Timing.repeat": {
        "tim-1": ({"duration": 1}, {"duration": 1, "durationUnit": "h"}),
        "tim-2": ({"period": 1}, {"period": 1, "periodUnit": "h"}),
        "tim-4": ({"duration": -1}, {"duration": 0}),
        "tim-5": ({"period": Decimal("-0.5")}, {"period": 2}),
        "tim-6": ({"periodMax": 1}, {"period": 1, "periodMax": 2}),
        "tim-7": ({"durationMax": 1}, {"duration": 1, "durationMax": 2}),
        "tim-8": ({"countMax": 1}, {"count": 1, "countMax": 2}),
        "tim-9": ({"offset": 1, "when": ["CM"]}, {"offset": 1, "when": ["ACM"]}),
        "tim-10": ({"timeOfDay": ["09:00:00"], "when": ["CM"]}, {"when": ["CM"]}),
    },
    "TriggerDefinition": {
        "trd-1": ({"data": [{}], "timingDate": "2025"}, {"timingDate": "2025"}),
        "trd-2": ({"condition": {}}, {"condition": {}, "data": [{}]}),
        "trd-3": ({"type": "data-added"}, {"type": "named-event", "name": "a"}),
    },
    "Goal.target": {"gol-1": ({"detailString": "a"}, {"detailString": "a", "measure": {}})},
    "CarePlan.activity": {"cpl-3": ({"detail": {}, "reference": {}}, {"detail": {}})},
    "CareTeam.participant": {
        "ctm-1": (
            {"onBehalfOf": {"display": "a"}, "member": {"reference": "Patient/a"}},
            {"onBehalfOf": {"display": "a"}, "member": {"reference": "Practitioner/a"}},
        )
    },
    "Observation": {
        "obs-6": ({"valueString": "a", "dataAbsentReason": {}}, {"dataAbsentReason": {}}),
        "obs-7": (
            {"code": GLUCOSE, "valueString": "a", "component": [{"code": GLUCOSE}]},
            {"code": GLUCOSE, "component": [{"code": GLUCOSE}]},
        ),
        "vs-1": (
            {"meta": VITAL, "effectiveDateTime": "2025-01"},
            {"meta": VITAL, "effectiveDateTime": "2025-01-01"},
        ),
        "vs-2": ({"meta": VITAL}, {"meta": VITAL, "valueString": "a"}),
        "vs-3": (
            {"meta": VITAL, "component": [{"code": {}}]},
            {"meta": VITAL, "component": [{"valueString": "a"}]},
        ),
        "vitalsigns": (
            {"meta": VITAL, "subject": {}},
            {
                "meta": VITAL,
                "subject": {},
                "effectiveDateTime": "2025-01-01",
                "category": VITAL_CATEGORY,
            },
        ),
    },
    "Observation.referenceRange": {"obs-3": ({"type": {}}, {"text": "a"})},
    "ServiceRequest": {"prr-1": ({"orderDetail": [{}]}, {"orderDetail": [{}], "code": {}})},
    "Task": {
        "inv-1": (
            {"authoredOn": "2025-01-02T00:00:00Z", "lastModified": "2025-01-01T00:00:00Z"},
            {"authoredOn": "2025-01-01T00:00:00Z", "lastModified": "2025-01-02T00:00:00Z"},
        )
    },
    "Appointment": {
        "app-2": ({"start": "2025-01-01T00:00:00Z"}, {"start": "a", "end": "b"}),
        "app-3": ({"status": "booked"}, {"status": "waitlist"}),
        "app-4": (
            {"status": "booked", "cancelationReason": {}},
            {"status": "cancelled", "cancelationReason": {}},
        ),
    },
    "Appointment.participant": {"app-1": ({"status": "accepted"}, {"actor": {}})},
    "List": {
        "lst-1": ({"emptyReason": {}, "entry": [{}]}, {"emptyReason": {}}),
        "lst-2": (
            {"mode": "working", "entry": [{"deleted": True}]},
            {"mode": "changes", "entry": [{"deleted": True}]},
        ),
        "lst-3": (
            {"mode": "snapshot", "entry": [{"date": "2025"}]},
            {"mode": "working", "entry": [{"date": "2025"}]},
        ),
    },
    "Consent": {
        "ppc-1": ({"status": "active"}, {"policyRule": {}}),
        "consent-patient": ({"status": "active"}, {"patient": {}}),
    },
    "Condition": {
        "con-3": ({"category": PROBLEM}, {"category": PROBLEM, "verificationStatus": IN_ERROR}),
        "con-4": (
            {"abatementString": "a"},
            {"abatementString": "a", "clinicalStatus": RESOLVED},
        ),
        "con-5": (
            {"clinicalStatus": RESOLVED, "verificationStatus": IN_ERROR},
            {"clinicalStatus": RESOLVED},
        ),
    },
    "Condition.stage": {"con-1": ({"type": {}}, {"summary": {}})},
    "Condition.evidence": {"con-2": ({"id": "a"}, {"detail": [{}]})},
    "Patient.contact": {"pat-1": ({"gender": "male"}, {"telecom": [{}]})},
    "Organization": {
        "org-1": ({"active": True}, NAME),
        "org-2": ({"address": [{"use": "home"}]}, {"address": [{"use": "work"}]}),
        "org-3": ({"telecom": [{"use": "home"}]}, {"telecom": [{"use": "work"}]}),
    },
    "QuestionnaireResponse.item": {
        "qrs-1": ({"answer": [{}], "item": [{}]}, {"answer": [{}]}),
    },
    "Bundle": {
        "bdl-1": ({"type": "batch", "total": 1}, {"type": "history", "total": 1}),
        "bdl-2": (
            {"type": "history", "entry": [{"search": {}}]},
            {"type": "searchset", "entry": [{"search": {}}]},
        ),
        "bdl-3": ({"type": "batch", "entry": [{}]}, {"type": "batch", "entry": [{"request": {}}]}),
        "bdl-4": (
            {"type": "batch", "entry": [{"response": {}}]},
            {"type": "history", "entry": [{"response": {}}]},
        ),
        "bdl-7": (
            {"type": "collection", "entry": [{"fullUrl": "a"}, {"fullUrl": "a"}]},
            {"type": "history", "entry": [{"fullUrl": "a"}, {"fullUrl": "a"}]},
        ),
        "bdl-9": (
            {"type": "document"},
            {"type": "document", "identifier": {"system": "a", "value": "b"}},
        ),
        "bdl-10": (
            {"type": "document"},
            {"type": "document", "timestamp": "2025-01-01T00:00:00Z"},
        ),
        "bdl-11": (
            {"type": "document", "entry": [{"resource": {"resourceType": "Patient"}}]},
            {"type": "document", "entry": [{"resource": {"resourceType": "Composition"}}]},
        ),
        "bdl-12": (
            {"type": "message", "entry": [{"resource": {"resourceType": "Patient"}}]},
            {"type": "message", "entry": [{"resource": {"resourceType": "MessageHeader"}}]},
        ),
    },
    "Bundle.entry": {
        "bdl-5": ({"fullUrl": "a"}, {"request": {}}),
        "bdl-8": ({"fullUrl": "a/_history/1"}, {"fullUrl": "a"}),
    },
    "CodeSystem": {
        "csd-1": (
            {"concept": [{"code": "a", "concept": [{"code": "a"}]}]},
            {"concept": [{"code": "a", "concept": [{"code": "b"}]}]},
        )
    },
    "ValueSet.compose.include": {
        "vsd-1": ({"version": "1"}, {"valueSet": ["a"]}),
        "vsd-2": ({"concept": [{}]}, {"concept": [{}], "system": "a"}),
        "vsd-3": ({"concept": [{}], "filter": [{}]}, {"filter": [{}]}),
    },
    "ValueSet.expansion.contains": {
        "vsd-6": ({"system": "a"}, {"display": "a"}),
        "vsd-9": ({"display": "a"}, {"abstract": True}),
        "vsd-10": ({"code": "a"}, {"code": "a", "system": "b"}),
    },
    "CapabilityStatement": {
        "cpb-1": ({"status": "draft"}, {"rest": [{}]}),
        "cpb-2": ({"status": "draft"}, {"description": "a"}),
        "cpb-3": (
            {"kind": "requirements", "messaging": [{"endpoint": [{"address": "a"}]}]},
            {"kind": "instance", "messaging": [{"endpoint": [{"address": "a"}]}]},
        ),
        "cpb-7": (
            {"document": [{"profile": "a", "mode": "producer"}] * 2},
            {"document": [{"profile": "a", "mode": mode} for mode in ("producer", "consumer")]},
        ),
        "cpb-14": ({"kind": "instance"}, {"kind": "instance", "implementation": {}}),
        "cpb-15": ({"kind": "capability"}, {"kind": "capability", "software": {}}),
        "cpb-16": ({"kind": "requirements", "software": {}}, {"kind": "requirements"}),
    },
    "CapabilityStatement.rest": {
        "cpb-9": ({"resource": [{"type": "Goal"}] * 2}, {"resource": [{"type": "Goal"}]})
    },
    "CapabilityStatement.rest.resource": {
        "cpb-12": ({"searchParam": [NAME] * 2}, {"searchParam": [NAME]})
    },
    "Parameters.parameter": {"inv-1": (NAME, {"valueCode": "a"})},
    "ElementDefinition": {
        "eld-2": ({"min": 2, "max": "1"}, {"min": 2, "max": "*"}),
        "eld-3": ({"max": "many"}, {"max": "0"}),
        "eld-5": ({"contentReference": "#a", "fixedCode": "a"}, {"contentReference": "#a"}),
        "eld-6": (
            {"fixedCode": "a", "type": [{"code": "code"}, {"code": "string"}]},
            {"fixedCode": "a", "type": [{"code": "code"}]},
        ),
        "eld-7": (
            {"patternCode": "a", "type": [{"code": "code"}, {"code": "string"}]},
            {"patternCode": "a"},
        ),
        "eld-8": ({"patternCode": "a", "fixedCode": "a"}, {"fixedCode": "a"}),
        "eld-13": ({"type": [{"code": "code"}] * 2}, {"type": [{"code": "code"}]}),
        "eld-14": ({"constraint": [{"key": "a"}] * 2}, {"constraint": [{"key": "a"}]}),
        "eld-15": (
            {"defaultValueCode": "a", "meaningWhenMissing": "b"},
            {"meaningWhenMissing": "b"},
        ),
        "eld-16": ({"sliceName": "a b"}, {"sliceName": "a/b@c"}),
        "eld-18": ({"isModifier": True}, {"isModifier": True, "isModifierReason": "a"}),
        "eld-19": ({"path": "Goal..a"}, {"path": "Goal.value[x]"}),
        "eld-22": ({"sliceIsConstraining": True}, {"sliceIsConstraining": True, "sliceName": "a"}),
    },
    "ElementDefinition.slicing": {"eld-1": ({"rules": "open"}, {"description": "a"})},
    "ElementDefinition.type": {
        "eld-4": (
            {"code": "code", "aggregation": ["bundled"]},
            {"code": "Reference", "aggregation": ["bundled"]},
        ),
        "eld-17": (
            {"code": "code", "targetProfile": ["a"]},
            {"code": "canonical", "targetProfile": ["a"]},
        ),
    },
    "ElementDefinition.binding": {"eld-12": ({"valueSet": "a"}, {"valueSet": "https://a"})},
    "StructureDefinition": {
        "sdf-1": (
            _snapshot(ROOT, CHILD, CHILD),
            _snapshot(ROOT, CHILD, CHILD, derivation="constraint"),
        ),
        "sdf-4": ({"abstract": False}, {"abstract": False, "baseDefinition": "a"}),
        "sdf-5": ({"type": "Extension"}, {"type": "Extension", "context": [{}]}),
        "sdf-6": ({"type": "Patient"}, _differential(ROOT)),
        "sdf-8": (_snapshot(ROOT, {"path": "Goal.a"}), _snapshot(ROOT, CHILD)),
        "sdf-8a": (_differential(ROOT, {"path": "Goal.a"}), _differential(CHILD, CHILD)),
        "sdf-9": (_differential({**ROOT, "label": "a"}), _differential({**CHILD, "label": "a"})),
        "sdf-10": (
            _snapshot({**CHILD, "binding": {"strength": "required"}}),
            _snapshot({**CHILD, "binding": {"description": "a"}}),
        ),
        "sdf-11": (_snapshot({"path": "Goal"}), _snapshot(ROOT)),
        "sdf-14": (
            _differential({"path": "Patient"}, snapshot=_elements(ROOT)),
            _differential(ROOT, snapshot=_elements(ROOT)),
        ),
        "sdf-15": (_snapshot({**ROOT, "type": [{"code": "a"}]}), _snapshot(ROOT)),
        "sdf-15a": (_differential({**ROOT, "type": [{"code": "a"}]}), _differential(ROOT)),
        "sdf-16": (_snapshot(ROOT, ROOT), _snapshot(ROOT, CHILD)),
        "sdf-17": (_differential(ROOT, ROOT), _differential(ROOT, CHILD)),
        "sdf-18": (
            {"type": "Goal", "contextInvariant": ["a"]},
            {"type": "Extension", "contextInvariant": ["a"]},
        ),
        "sdf-21": (
            _differential({**CHILD, "defaultValueCode": "a"}, derivation="constraint"),
            _differential({**CHILD, "defaultValueCode": "a"}, derivation="specialization"),
        ),
        "sdf-23": (
            _differential({**ROOT, "sliceName": "a"}),
            _differential({**CHILD, "sliceName": "a"}),
        ),
    },
    "StructureDefinition.mapping": {"sdf-2": ({"identity": "a"}, {"uri": "a"})},
    "StructureDefinition.snapshot": {
        "sdf-3": (_elements(CHILD), _elements(FULL)),
        "sdf-8b": (_elements(CHILD), _elements(FULL)),
    },
    "StructureDefinition.differential": {
        "sdf-20": (_elements({**ROOT, "slicing": {}}), _elements({**CHILD, "slicing": {}})),
    },
    "AllergyIntolerance": {
        "ait-1": ({"code": {}}, {"verificationStatus": ALLERGY_ERROR}),
        "ait-2": (
            {"clinicalStatus": {}, "verificationStatus": ALLERGY_ERROR},
            {"clinicalStatus": {}},
        ),
    },
    "AppointmentResponse": {"apr-1": ({"comment": "a"}, {"actor": {}})},
    "AuditEvent.entity": {"sev-1": ({"name": "a", "query": "aGVq"}, NAME)},
    "Composition.section": {
        "cmp-1": ({"title": "a"}, {"entry": [{}]}),
        "cmp-2": ({"emptyReason": {}, "entry": [{}]}, {"emptyReason": {}}),
    },
    "ConceptMap.group.element.target": {
        "cmd-1": ({"equivalence": "narrower"}, {"equivalence": "narrower", "comment": "a"})
    },
    "ConceptMap.group.unmapped": {
        "cmd-2": ({"mode": "fixed"}, {"mode": "fixed", "code": "a"}),
        "cmd-3": ({"mode": "other-map"}, {"mode": "other-map", "url": "a"}),
    },
    "FamilyMemberHistory": {
        "fhs-1": ({"ageString": "a", "bornString": "b"}, {"ageString": "a"}),
        "fhs-2": ({"estimatedAge": True}, {"estimatedAge": True, "ageString": "a"}),
    },
    "Group": {"grp-1": ({"actual": False, "member": [{}]}, {"actual": True, "member": [{}]})},
    "Immunization.education": {"imm-1": ({"publicationDate": "2025"}, {"documentType": "a"})},
    "ImmunizationRecommendation.recommendation": {
        "imr-1": ({"description": "a"}, {"targetDisease": {}})
    },
    "Linkage": {"lnk-1": ({"item": [{}]}, {"item": [{}, {}]})},
    "MedicationAdministration.dosage": {"mad-1": ({"text": "a"}, {"rateRatio": {}})},
    "MedicationDispense": {
        "mdd-1": (
            {"whenPrepared": "2025-01-02", "whenHandedOver": "2025-01-01"},
            {"whenPrepared": "2025-01-01", "whenHandedOver": "2025-01-02"},
        )
    },
    "NamingSystem": {
        "nsd-1": (
            {"kind": "root", "uniqueId": [{"type": "uuid"}]},
            {"kind": "root", "uniqueId": [{"type": "oid"}]},
        ),
        "nsd-2": (
            {"uniqueId": [{"type": "oid", "preferred": True}] * 2},
            {"uniqueId": [{"type": "oid", "preferred": True}, {"type": "oid"}]},
        ),
    },
    "RequestGroup.action": {"rqg-1": ({"title": "a"}, {"resource": {}})},
    "RiskAssessment.prediction": {
        "ras-1": (
            {"probabilityRange": {"low": {"value": 5}}},
            {"probabilityRange": {"low": PERCENT}},
        ),
        "ras-2": ({"probabilityDecimal": 101}, {"probabilityDecimal": Decimal("99.9")}),
    },
    "Questionnaire": {
        "que-2": (
            {"item": [{"linkId": "1", "item": [{"linkId": "1"}]}]},
            {"item": [{"linkId": "1", "item": [{"linkId": "2"}]}]},
        )
    },
    "Questionnaire.item": {
        "que-1": ({"type": "group"}, {"type": "display"}),
        "que-3": ({"type": "display", "code": [{}]}, {"type": "group", "code": [{}]}),
        "que-4": ({"answerOption": [{}], "answerValueSet": "a"}, {"answerValueSet": "a"}),
        "que-5": (
            {"type": "text", "answerValueSet": "a"},
            {"type": "choice", "answerOption": [{}]},
        ),
        "que-6": ({"type": "display", "required": False}, {"type": "group", "required": False}),
        "que-8": ({"type": "group", "initial": [{}]}, {"type": "string", "initial": [{}]}),
        "que-9": ({"type": "display", "readOnly": True}, {"type": "group", "readOnly": True}),
        "que-10": ({"type": "choice", "maxLength": 1}, {"type": "string", "maxLength": 1}),
        "que-11": ({"answerOption": [{}], "initial": [{}]}, {"initial": [{}]}),
        "que-12": ({"enableWhen": [{}] * 3}, {"enableWhen": [{}] * 2}),
        "que-13": ({"initial": [{}] * 2}, {"initial": [{}] * 2, "repeats": True}),
    },
    "Questionnaire.item.enableWhen": {
        "que-7": (
            {"operator": "exists", "answerString": "a"},
            {"operator": "exists", "answerBoolean": True},
        )
    },
}
