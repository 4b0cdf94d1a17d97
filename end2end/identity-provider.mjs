// A real identity provider (npm oidc-provider) on a loopback port, for the tests of a company's sign-in.
//
//   node identity-provider.mjs REDIRECT_URI…
//
// Prints `ready ISSUER`, then reads a JSON object per line from its input: the person who is "signed in" and what goes
// wrong from now on. It answers each line with `set`. It ends with its input.
//   { "person": { "sub": "p1", "email": "a@b.test", "email_verified": true, "given_name": "A", "family_name": "B",
//                 "groups": ["staff"] }, "fault": "nonce" | "audience" | "expired" | "disabled" | "signature" | null,
//     "thin": true }
// `thin` leaves everything but the subject to the userinfo endpoint, as the standard wants it.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { SignJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

const redirects = process.argv.slice(2);
let person = null;
let fault = null;
let thin = false;

const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const { privateKey: strangersKey } = await generateKeyPair('RS256', { extractable: true });
const key = { ...(await exportJWK(privateKey)), kid: 'k1', alg: 'RS256', use: 'sig' };

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'shop',
      client_secret: 'a-secret-of-the-shop-with-enough-length',
      redirect_uris: redirects,
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  jwks: { keys: [key] },
  claims: {
    openid: ['sub'],
    email: ['email', 'email_verified'],
    profile: ['given_name', 'family_name', 'name'],
    groups: ['groups'],
  },
  scopes: ['openid', 'email', 'profile', 'groups'],
  pkce: { required: () => true },
  cookies: { keys: ['for a test'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...person, sub }) }),
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid email profile groups');
    await grant.save();
    return grant;
  },
  ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 300, Session: 300, Grant: 300 },
});

// Who is "signed in" is known without a form; somebody disabled is sent back with the standard's error.
async function interact(req, res) {
  const result = fault === 'disabled'
    ? { error: 'access_denied', error_description: 'the account is disabled' }
    : { login: { accountId: person.sub, remember: false } };
  await provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
}

// The token response is changed on its way out, signed with the provider's own key unless the signature is the fault.
async function spoil(body) {
  const answer = JSON.parse(body);
  if (!answer.id_token) return body;
  const claims = decodeJwt(answer.id_token);
  if (!thin) Object.assign(claims, person);
  if (fault === 'nonce') claims.nonce = 'another';
  if (fault === 'audience') claims.aud = 'somebody-else';
  if (fault === 'issuer') claims.iss = 'https://elsewhere.test';
  if (fault === 'expired') claims.exp = claims.iat - 3600;
  const signer = fault === 'signature' ? strangersKey : privateKey;
  answer.id_token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(signer);
  return JSON.stringify(answer);
}

const callback = provider.callback();
server.on('request', (req, res) => {
  if (req.url.startsWith('/interaction/')) {
    interact(req, res).catch((error) => { res.statusCode = 500; res.end(String(error)); });
    return;
  }
  if (req.url.startsWith('/token')) {
    const end = res.end.bind(res);
    res.end = (body, ...rest) => {
      spoil(String(body ?? '{}')).then((text) => {
        res.setHeader('content-length', Buffer.byteLength(text));
        end(text, ...rest);
      });
      return res;
    };
  }
  callback(req, res);
});

console.log(`ready ${issuer}`);
for await (const line of createInterface({ input: process.stdin })) {
  ({ person = person, fault = null, thin = false } = JSON.parse(line));
  console.log('set');
}
process.exit(0);
