"""HTTP doors for other systems. The FHIR API and the national JSON API come here; today only `/health`."""
