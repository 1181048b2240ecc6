"""HTTP doors for other systems. FHIR R4 and `/health`; the national JSON API comes here."""
