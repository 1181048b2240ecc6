// What the two issuers have in common, and where each is like the service it stands for.
// HelseID-like: FAPI 2.0, PAR, DPoP with nonce, private_key_jwt, the names of HelseID's claims, the attest by RAR.
// ID-porten-like: PAR, private_key_jwt, `acr` and `pid`, and a represented person as Helsenorge's tokens name one.
import { errors } from 'oidc-provider';

export const ATTEST = 'nhn:tillitsrammeverk:parameters';
const HELSEID = {
  'helseid://scopes/identity/pid': ['helseid://claims/identity/pid'],
  'helseid://scopes/identity/security_level': ['helseid://claims/identity/security_level'],
  'helseid://scopes/hpr/hpr_number': ['helseid://claims/hpr/hpr_number'],
  profile: ['name'],
};
const IDPORTEN = { profile: ['pid', 'name', 'represented_pid', 'representation_relation'] };
const API = 'nhn:helsekort';

const decoded = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());

function attestOf(ctx, token) {
  const byRequest = token.rar?.[0];
  const assertion = ctx?.oidc?.body?.client_assertion;
  const byAssertion = assertion && decoded(assertion).assertion_details;
  if (byRequest && byAssertion) {
    throw new errors.CustomOIDCProviderError('invalid_request', 'HID-DOUBLE-STRUCTURE');
  }
  // one that came with the request stands in `authorization_details` already
  return byAssertion && [byAssertion].flat();
}

function tokenClaims(people, clients) {
  return async (ctx, token) => {
    const person = people.get(token.accountId);
    const attest = attestOf(ctx, token);
    return {
      ...(clients.get(token.clientId)?.claims ?? {}),
      ...(person?.claims ?? {}),
      ...(attest && { assertion_details: attest }),
    };
  };
}

const asked = (ctx) => ctx.oidc.params.authorization_details && JSON.parse(ctx.oidc.params.authorization_details);

const RICH = {
  enabled: true,
  types: {
    [ATTEST]: {
      validate(ctx, detail) {
        if (!detail.attest && !detail.practitioner) throw new errors.InvalidAuthorizationDetails('no attest');
      },
    },
  },
  authorizationDetailsForGrantSource: (ctx) => asked(ctx),
  authorizationDetailsForAccessToken: (ctx, token, source) => source?.rar ?? asked(ctx),
  authorizationDetailsForIntrospection: (ctx, token) => token.rar,
};

function resources(scopes) {
  return {
    enabled: true,
    defaultResource: () => API,
    useGrantedResource: () => true,
    getResourceServerInfo: (ctx, resource, client) => ({
      scope: scopes.join(' '),
      audience: client['test_audience'] ?? API,
      accessTokenTTL: 600,
      accessTokenFormat: 'jwt',
      jwt: { sign: { alg: 'PS256' } },
    }),
  };
}

// One grant for whatever was asked: neither service asks people for consent.
async function grantAll(ctx) {
  const { client, session, params, provider } = ctx.oidc;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope(params.scope);
  grant.addResourceScope(API, params.scope);
  await grant.save();
  return grant;
}

export function settings({ kind, store, jwks, people, clients, scopes, cookieKey }) {
  const helseid = kind === 'helseid';
  return {
    adapter: store,
    jwks: { keys: jwks },
    claims: { openid: ['sub', 'acr', 'auth_time', 'amr', 'sid'], ...(helseid ? HELSEID : IDPORTEN) },
    scopes: ['openid', 'offline_access', 'profile', ...(helseid ? scopes : [])],
    acrValues: helseid ? [] : ['idporten-loa-high', 'idporten-loa-substantial'],
    conformIdTokenClaims: false,
    clientAuthMethods: ['private_key_jwt'],
    clientDefaults: {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'PS256',
      id_token_signed_response_alg: helseid ? 'PS256' : 'RS256',
      require_auth_time: true,
      ...(helseid && { dpop_bound_access_tokens: true }),
    },
    cookies: {
      keys: [cookieKey],
      names: { interaction: `${kind}_i`, resume: `${kind}_r`, session: `${kind}_s` },
    },
    enabledJWA: {
      clientAuthSigningAlgValues: ['PS256', 'PS384', 'ES256', 'ES384'],
      dPoPSigningAlgValues: ['PS256', 'PS384', 'ES256', 'ES384'],
    },
    extraClientMetadata: { properties: ['test_audience'] },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      rpInitiatedLogout: { enabled: true, logoutSource: leavePage },
      backchannelLogout: { enabled: true },
      ...(helseid && {
        fapi: { enabled: true, profile: '2.0' },
        dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true },
        clientCredentials: { enabled: true },
        resourceIndicators: resources(scopes),
        richAuthorizationRequests: RICH,
      }),
    },
    extraTokenClaims: tokenClaims(people, clients),
    findAccount: (ctx, id) => people.has(id) && { accountId: id, claims: () => ({ sub: id, ...people.get(id).claims }) },
    loadExistingGrant: grantAll,
    // it would reach no address of this machine: here clients are on it
    fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 3600, Grant: 3600 },
  };
}

async function leavePage(ctx, form) {
  ctx.body = `<!doctype html><title>Logg ut</title><h1>Logg ut av innloggingstjenesten</h1>${form}
<button form="op.logoutForm" name="logout" value="yes">Ja, logg ut</button>`;
}
