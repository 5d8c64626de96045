// Value grammars of Stackato, by the names its schema uses.
import type { FixData } from '../checks/fixData';
import type { Format } from '../checks/rule';
import { parseMemspec } from '../base/sizes';
import { shorten } from '../base/words';
import { booleanProblem, percentageProblem, positiveProblem, tclInteger, urlProblem, versionProblem } from './values';

/** A grammar that only says what is wrong; `fix` may know what was meant. */
const grammar =
  (problem: (text: string) => string | undefined, fix?: (text: string) => string[]): Format =>
  (scalar) => {
    const message = problem(scalar.text);
    const likely = message ? (fix?.(scalar.text) ?? []) : [];
    return message
      ? { message, ...(likely.length && { data: { fix: 'replace', with: likely } as FixData }) }
      : undefined;
  };

/** `90s` → 90, `3m` → 180, as the client's option `--health-timeout` reads them. */
function seconds(text: string): string[] {
  const [, number, unit = ''] = /^(\d+)\s*([smhd])(?:ec|in|ours?|ays?)?s?$/i.exec(text.trim()) ?? [];
  const factor = { s: 1, m: 60, h: 3600, d: 86400 }[unit.toLowerCase()];
  return number && factor ? [String(Number(number) * factor)] : [];
}

const memory: Format = (scalar) => {
  const { text } = scalar;
  if (text === '') return undefined;
  const size = parseMemspec(text);
  const unit = /^\s*(\d+(?:\.\d+)?)\s*([MG])/i.exec(text);
  if ('wrong' in size) {
    return {
      message: size.wrong,
      ...(unit && { data: { fix: 'replace', with: [`${unit[1]}${unit[2]!.toUpperCase()}`] } }),
    };
  }
  if (!size.unofficial) return undefined;
  const right = text.trim().slice(0, -1);
  return {
    message: `The client takes \`${right}\`, not \`${text}\`; the documentation has both`,
    severity: 'hint',
    data: { fix: 'replace', with: [right] },
  };
};

const instances: Format = (scalar) => {
  const count = tclInteger(scalar.text);
  if (count === undefined && scalar.text !== '')
    return { message: `Expected an integer, got \`${shorten(scalar.text)}\`: the server refuses it` };
  return count !== undefined && count < 1
    ? { message: 'Less than one instance becomes one', severity: 'information', data: { fix: 'replace', with: ['1'] } }
    : undefined;
};

/** The server's rule; the client only refuses a dot when it asks for the name. */
const name: Format = (scalar) => {
  const { text } = scalar;
  if (text.trim() === '') return { message: 'The name of an application must not be empty' };
  if (/^[a-zA-Z0-9-]+$/.test(text)) return undefined;
  const plain = text
    .trim()
    .replace(/[^a-zA-Z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return {
    message: `The server refuses the name \`${shorten(text)}\`: letters, digits and dashes only`,
    severity: 'warning',
    ...(plain && { data: { fix: 'replace', with: [plain] } }),
  };
};

/** Rules of the server for log drains. */
const drain: Format = (scalar) => {
  const { text } = scalar;
  const url = /^([a-zA-Z][\w+.-]*):\/\/([^/:?#]*)(?::(\d*))?/.exec(text);
  if (!url) return { message: 'A log drain is a URL such as `udp://logs.example.com:12345/`', severity: 'information' };
  const [, scheme = '', host, port] = url;
  if (!/^(tcp|udp)$/i.test(scheme))
    return { message: `The server refuses a drain by \`${scheme}://\`: only tcp and udp`, severity: 'information' };
  if (!host) return { message: 'The URL of a drain needs a host', severity: 'information' };
  return port && Number(port) < 10000
    ? { message: `The server refuses drain ports below 10000, got ${port}`, severity: 'information' }
    : undefined;
};

/** A command of a hook; what it calls is checked by rules. */
const hook: Format = (scalar) =>
  scalar.text.trim() === ''
    ? { message: 'This hook has no command', severity: 'information', data: { fix: 'remove' } }
    : undefined;

const url: Format = (scalar) => {
  const message = urlProblem(scalar.text);
  const right = scalar.text.replace(/^\w+:\/\//, '').replace(/\s+/g, '');
  return message ? { message, severity: 'warning', data: { fix: 'replace', with: [right] } } : undefined;
};

export const stackatoFormats: Record<string, Format> = {
  hook,
  'stackato-boolean': grammar(booleanProblem, () => ['true', 'false']),
  'stackato-drain': drain,
  'stackato-instances': instances,
  'stackato-memory': memory,
  'stackato-name': name,
  'stackato-percentage': grammar(percentageProblem, (text) =>
    /^\d+(\.\d+)?\s*%$/.test(text) ? [text.replace(/\s*%$/, '')] : [],
  ),
  'stackato-positive': grammar(positiveProblem, seconds),
  'stackato-url': url,
  'stackato-version': grammar(versionProblem, (text) =>
    /^(v|>=)\s*\d+(\.\d+)*$/.test(text) ? [text.replace(/^(v|>=)\s*/, '')] : [],
  ),
};
