"""Two FHIR servers on loopback to try things on: a region's and a municipality's."""
