"""What FHIR R4 itself needs: types, data types, checker, units of meaning."""
