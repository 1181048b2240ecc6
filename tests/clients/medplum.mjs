// @medplum/core as it is. Reads what it needs as JSON from the command line, prints what it saw as JSON.
import { MedplumClient } from "@medplum/core";

const { origin, token, woman, card, weight, key } = JSON.parse(process.argv[2]);
const settings = { baseUrl: origin, fhirUrlPath: "fhir/r4/", accessToken: token, cacheTime: 0 };
const client = new MedplumClient(settings);
const seen = {};
const refused = async (act) => act().then(() => "taken", (error) => error.outcome.issue[0].diagnostics);

seen.episode = (await client.readResource("EpisodeOfCare", card)).id;
seen.reference = (await client.readReference({ reference: `Patient/${woman}` })).resourceType;
const made = await client.createResource(weight, { headers: { "Idempotency-Key": key } });
seen.created = made.valueQuantity.value;
const named = { ...weight, identifier: [{ system: "https://medplum.example", value: "1" }] };
const query = "identifier=https://medplum.example|1";
const once = await client.createResourceIfNoneExist(named, query);
seen.once = (await client.createResourceIfNoneExist(named, query)).id === once.id;
const updated = await client.updateResource({
  ...made, status: "corrected", valueQuantity: { ...made.valueQuantity, value: made.valueQuantity.value + 1 },
  extension: [{ url: "https://helsekort.example/fhir/StructureDefinition/change-reason", valueString: "Tastefeil" }],
});
seen.updated = [updated.meta.versionId, updated.valueQuantity.value];
seen.first = (await client.readVersion("Observation", made.id, "1")).status;
seen.history = (await client.readHistory("Observation", made.id)).entry.length;
const search = { patient: woman, code: "29463-7", _sort: "-date" };
seen.found = (await client.search("Observation", search)).total;
seen.resources = (await client.searchResources("Observation", search)).length;
seen.one = (await client.searchOne("Observation", search)).resourceType;
seen.pages = 0;
for await (const page of client.searchResourcePages("Observation", { ...search, _count: 1 })) {
  seen.pages += page.length;
}
seen.everything = (await client.readPatientEverything(woman)).type;
seen.batch = (await client.executeBatch({
  resourceType: "Bundle", type: "batch", entry: [{ request: { method: "GET", url: `Patient/${woman}` } }],
})).entry[0].response.status;
seen.transaction = (await client.executeBatch({
  resourceType: "Bundle", type: "transaction", entry: [{
    resource: { ...weight, identifier: [{ system: "https://medplum.example", value: "2" }] },
    request: { method: "POST", url: "Observation" },
  }],
})).entry[0].response.status;
const gathering = new MedplumClient({ ...settings, autoBatchTime: 20 });
const gathered = [gathering.readResource("Patient", woman), gathering.search("Observation", { ...search, _count: 1 })];
seen.gathered = (await Promise.all(gathered)).map((each) => each.resourceType);
seen.deleted = await refused(() => client.deleteResource("Observation", made.id));
seen.patched = await refused(() => client.patchResource("Observation", made.id, [{ op: "replace", path: "/status", value: "final" }]));
seen.upserted = await refused(() => client.upsertResource(named, query));
seen.across = await refused(() => client.search("Observation", {}));
seen.summary = (await client.readPatientSummary(woman)).type;
seen.missing = [
  await refused(() => client.validateResource(weight)),
  await refused(() => client.graphql("{}")),
];
console.log(JSON.stringify(seen));
