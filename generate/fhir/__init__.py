"""From the FHIR R4 definitions to mappings/fhir/types.py and mappings/fhir/definitions.py."""
