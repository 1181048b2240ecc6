// An identity provider on the loopback for the tests: `oidc-provider`, a certified one, as two issuers.
// Started with one JSON line on standard input: {scopes, ports}. It prints one line: {helseid, idporten, control}, their addresses.
// Through `control`, which no real provider has, a test registers clients and people and changes the keys.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';
import { settings } from './settings.mjs';
import { storeOf } from './store.mjs';

console.info = console.warn = () => {}; // it would say on each start that it keeps all in memory

class Issuer {
  constructor(kind, scopes) {
    Object.assign(this, { kind, scopes, store: storeOf(), people: new Map(), clients: new Map(), jwks: [], events: [] });
    this.server = createServer((request, response) => this.answer(request, response));
    this.asked = {};
    this.addKey();
  }

  addKey() {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.jwks.unshift({ ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig' });
  }

  // Keys change as at the real ones: the new one signs, the old one stays published until it is dropped.
  make() {
    const { kind, store, people, clients, scopes } = this;
    this.provider = new Provider(
      this.address,
      settings({ kind, store, jwks: this.jwks, people, clients, scopes, cookieKey: 'loopback' }),
    );
    for (const name of ['server_error', 'authorization.error', 'grant.error', 'pushed_authorization_request.error', 'backchannel.error']) {
      this.provider.on(name, (ctx, error) => this.events.push(`${name}: ${error.message} ${error.error_description ?? ''} ${error.error_detail ?? ''}`));
    }
    this.callback = this.provider.callback();
  }

  async listen(port) {
    await new Promise((done) => this.server.listen(port, '127.0.0.1', done));
    this.address = `http://127.0.0.1:${this.server.address().port}`;
    this.make();
  }

  answer(request, response) {
    const path = request.url.split('?')[0];
    this.asked[path] = (this.asked[path] ?? 0) + 1;
    return path.startsWith('/interaction/') ? this.interact(request, response) : this.callback(request, response);
  }

  // The login page: whom to be. A person is chosen by a button, so a browser can be driven and a script can post.
  async interact(request, response) {
    const { prompt } = await this.provider.interactionDetails(request, response);
    if (prompt.name === 'consent') {
      return this.provider.interactionFinished(request, response, { consent: {} }, { mergeWithLastSubmission: true });
    }
    if (request.method === 'POST') {
      const chosen = new URLSearchParams(await bodyOf(request)).get('person');
      const person = this.people.get(chosen);
      const login = { accountId: chosen, acr: person?.acr, amr: ['pwd'], remember: this.kind === 'helseid' };
      const result = person ? { login } : { error: 'access_denied' };
      return this.provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    }
    const buttons = [...this.people].map(([key, each]) => `<p><button name="person" value="${key}">${each.name}</button></p>`);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return response.end(`<!doctype html><html lang="nb"><title>Logg inn</title><h1>Logg inn</h1>
<form method="post">${buttons.join('')}<p><button name="person" value="">Avbryt</button></p></form>`);
  }
}

async function bodyOf(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const acts = {
  async person(issuer, { key, ...person }) {
    issuer.people.set(key, person);
  },
  async client(issuer, { claims, ...metadata }) {
    issuer.clients.set(metadata.client_id, { claims });
    await new issuer.store('Client').upsert(metadata.client_id, metadata);
  },
  async rotate(issuer) {
    issuer.addKey();
    issuer.make();
  },
  async drop_old(issuer) {
    issuer.jwks.length = 1;
    issuer.make();
  },
  async told(issuer) {
    return { asked: issuer.asked, events: issuer.events };
  },
};

async function control(issuers, request, response) {
  const [, kind, act] = request.url.split('/');
  const answer = await acts[act](issuers[kind], JSON.parse((await bodyOf(request)) || '{}'));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer ?? {}));
}

const lines = createInterface({ input: process.stdin });
const asked = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
const issuers = { helseid: new Issuer('helseid', asked.scopes ?? []), idporten: new Issuer('idporten', []) };
for (const [kind, issuer] of Object.entries(issuers)) await issuer.listen(asked.ports?.[kind] ?? 0);
const controls = createServer((request, response) => control(issuers, request, response));
await new Promise((done) => controls.listen(0, '127.0.0.1', done));
console.log(
  JSON.stringify({
    helseid: issuers.helseid.address,
    idporten: issuers.idporten.address,
    control: `http://127.0.0.1:${controls.address().port}`,
  }),
);
// it ends with whoever started it
process.stdin.on('end', () => process.exit(0));
