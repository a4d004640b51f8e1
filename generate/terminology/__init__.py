"""Own terminology as FHIR: the tables it is written in, and what makes resources of them."""
