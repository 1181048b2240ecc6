"""A small simulator of a local record, such as a GP has: it knows of the service only what its FHIR door says."""
