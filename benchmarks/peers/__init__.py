"""Other servers for FHIR, measured on the same cohort in the same run. Each is built by `benchmarks/peers/setup`."""
