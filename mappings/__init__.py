"""Pure translation between what care systems say and FHIR R4: value in, value out.

No file, no network, no clock, no random id and no logging lives here.
"""
