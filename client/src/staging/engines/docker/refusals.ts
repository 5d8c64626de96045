// Why an engine cannot be reached at an address, and what would help: a row per error of sockets and TLS.
import { stat } from 'node:fs/promises';
import type { Remedy } from '../../../../../server/src/base/remedy';
import { engineWords, statusOf } from './dockerFailure';
import { Refusal } from './engineAddress';

const joinGroup: Remedy = {
  advice: 'You may not use it: join its group and log in again',
  command: 'sudo usermod -aG docker "$USER"',
};

const certificates: Remedy = {
  advice:
    'Put its ca.pem, cert.pem and key.pem into one folder and name it in DOCKER_CERT_PATH, or make a context of them',
  command: 'docker context create far --docker host=tcp://HOST:2376,ca=ca.pem,cert=cert.pem,key=key.pem',
};

/** By code of the error, or by what its message says. Reasons are ends of sentences. */
const refusals: { code: RegExp; reason: string; remedy?: Remedy }[] = [
  { code: /^ENOENT$/, reason: 'no such file' },
  { code: /^E(ACCES|PERM)$/, reason: 'permission denied', remedy: joinGroup },
  { code: /^ECONNREFUSED$/, reason: 'connection refused' },
  { code: /^ENOTSOCK$/, reason: 'not a socket' },
  { code: /^(ENOTFOUND|EAI_AGAIN)$/, reason: 'no such host' },
  { code: /^E(HOST|NET)UNREACH$/, reason: 'host unreachable' },
  { code: /^(ETIMEDOUT|ABORT_ERR)$|^AbortError|^TimeoutError/, reason: 'no answer in time' },
  { code: /^ERR_INVALID_URL$/, reason: 'not an address such as unix:///var/run/docker.sock or tcp://host:2375' },
  {
    code: /self-signed certificate|unable to (?:get|verify)|^CERT_|altname/i,
    reason: 'its certificate is not one that is trusted here',
    remedy: certificates,
  },
  {
    code: /certificate required|bad certificate|unknown ca|handshake failure/i,
    reason: 'it wants another client certificate than the one given here',
    remedy: certificates,
  },
  {
    code: /wrong version number|packet length too long/i,
    reason: 'it speaks without TLS',
    remedy: { advice: 'Unset DOCKER_TLS_VERIFY and DOCKER_CERT_PATH, or name the port that speaks TLS' },
  },
  {
    code: /HTTP request to an HTTPS server/i,
    reason: 'it speaks TLS only',
    remedy: { ...certificates, advice: `${certificates.advice}, with DOCKER_TLS_VERIFY=1` },
  },
  { code: /^HPE_/, reason: 'it answered something that is no HTTP' },
  { code: /^(ECONNRESET|EPIPE)$|socket hang up/, reason: 'it hung up' },
];

/** The reason of whatever was thrown at `url`, and a way out where there is one. */
export async function refusalOf(error: unknown, url: string): Promise<{ reason: string; remedy?: Remedy }> {
  const { code = '', message, name } = error as NodeJS.ErrnoException;
  if (error instanceof Refusal) return { reason: message, remedy: error.remedy };
  if (code === 'ECONNREFUSED' && (await isOther(url))) return { reason: 'not a socket' };
  const row = refusals.find((one) => [code, name, message].some((words) => one.code.test(words)));
  if (row) return { reason: row.reason, remedy: row.remedy };
  const status = statusOf(error);
  return { reason: status ? `it answered HTTP ${status} (“${engineWords(error)}”)` : message || String(error) };
}

/** Files and folders refuse connections as sockets do that nobody listens on. */
async function isOther(url: string): Promise<boolean> {
  const path = /^unix:\/\/(.*)$/.exec(url)?.[1];
  const found = path && (await stat(path).catch(() => undefined));
  return Boolean(found && !found.isSocket());
}
