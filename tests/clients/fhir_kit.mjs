// fhir-kit-client as it is. Reads what it needs as JSON from the command line, prints what it saw as JSON.
import { Client } from "fhir-kit-client";

const { door, token, woman, card, weight, key } = JSON.parse(process.argv[2]);
const client = new Client({ baseUrl: door, bearerToken: token });
const seen = {};
const refused = async (act) => act().then(() => "taken", (error) => error.response.status);

seen.fhirVersion = (await client.capabilityStatement()).fhirVersion;
seen.episode = (await client.read({ resourceType: "EpisodeOfCare", id: card })).id;
seen.resolved = (await client.resolve({ reference: `Patient/${woman}` })).resourceType;
const made = await client.create({
  resourceType: "Observation", body: weight, options: { headers: { "Idempotency-Key": key } },
});
seen.location = Client.httpFor(made).response.headers.get("location");
seen.created = made.valueQuantity.value;
const changed = {
  ...made, status: "corrected", valueQuantity: { ...made.valueQuantity, value: made.valueQuantity.value + 1 },
  extension: [{ url: "https://helsekort.example/fhir/StructureDefinition/change-reason", valueString: "Tastefeil" }],
};
const updated = await client.update({ resourceType: "Observation", id: made.id, body: changed });
seen.updated = [updated.meta.versionId, updated.valueQuantity.value];
seen.stale = await refused(() => client.update({ resourceType: "Observation", id: made.id, body: changed }));
seen.first = (await client.vread({ resourceType: "Observation", id: made.id, version: "1" })).status;
seen.history = (await client.history({ resourceType: "Observation", id: made.id })).total;
let page = await client.resourceSearch({
  resourceType: "Observation", searchParams: { patient: woman, code: "29463-7", _count: 1 },
});
seen.found = page.total;
seen.pages = 0;
let last;
while (page) {
  seen.pages += page.entry.length;
  last = page;
  page = await client.nextPage({ bundle: page });
}
seen.back = 0;
while (last) {
  seen.back += last.entry.length;
  last = await client.prevPage({ bundle: last });
}
const posted = await client.resourceSearch({
  resourceType: "Observation", searchParams: { patient: woman, code: "29463-7" }, options: { postSearch: true },
});
seen.posted = posted.total;
seen.compartment = (await client.compartmentSearch({
  resourceType: "Observation", compartment: { resourceType: "Patient", id: woman }, searchParams: { code: "29463-7" },
})).total;
seen.everything = (await client.operation({ name: "everything", resourceType: "EpisodeOfCare", id: card })).type;
const entry = { resource: { ...weight, identifier: [{ system: "https://kit.example", value: "1" }] }, request: { method: "POST", url: "Observation" } };
seen.transaction = (await client.transaction({
  body: { resourceType: "Bundle", type: "transaction", entry: [entry] },
})).entry[0].response.status;
seen.batch = (await client.batch({
  body: { resourceType: "Bundle", type: "batch", entry: [{ request: { method: "GET", url: `Patient/${woman}` } }] },
})).entry[0].response.status;
seen.deleted = await refused(() => client.delete({ resourceType: "Observation", id: made.id }));
seen.patched = await refused(() => client.patch({
  resourceType: "Observation", id: made.id, jsonPatch: [{ op: "replace", path: "/status", value: "final" }],
}));
seen.across = await refused(() => client.resourceSearch({ resourceType: "Observation", searchParams: {} }));
seen.system = await refused(() => client.systemSearch({ searchParams: { _type: "Observation" } }));
seen.smart = await client.smartAuthMetadata();
seen.typeHistory = await refused(() => client.history({ resourceType: "Observation" }));
console.log(JSON.stringify(seen));
