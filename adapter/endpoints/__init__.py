"""The sides we talk to: FHIR servers, drop folders, and a server in memory."""
