"""The stored form, pure: closed FHIR R4 profiles as structs, and their mapping to and from the record."""
