import { reservedPart } from '../../base/reservedVariables';
import { goType, received } from '../../yaml/roundTrip';
import { isText } from '../../yaml/scalars';
import { asScalar, isMergeKey, isNull, resolve } from '../../yaml/tree';
import type { Pair } from '../../yaml/tree';
import { isTemplate } from '../../checks/structure';
import { attributesPage } from '../../checks/pages';
import type { Finding } from '../../checks/rule';
import type { CloudFoundryRule } from '../context';

/** Names and values of environment variables. */
export const env: CloudFoundryRule = {
  id: 'env',
  severity: 'error',
  docs: `${attributesPage}#env-block`,
  check({ visits, platform }, report) {
    for (const { node, schema } of visits) {
      if (schema.format !== 'env' || node.kind !== 'mapping') continue;
      for (const pair of node.pairs) {
        if (isMergeKey(pair)) continue;
        const name = asScalar(pair.key);
        if (!name || platform.placeholder.test(name.text)) continue;
        const finding = nameProblem(pair, name.text) ?? valueProblem(pair, name.text, platform.placeholder);
        if (finding) report(finding);
      }
    }
  },
};

function nameProblem(pair: Pair, name: string): Finding | undefined {
  const scalar = asScalar(pair.key)!;
  const problem = envNameProblem(name);
  if (!isText(scalar)) {
    const { type } = received(scalar);
    const what = type === 'null' ? 'nothing' : type === 'boolean' ? 'a boolean' : 'a number';
    const quoted = goType(scalar) === 'string';
    return {
      at: pair.key,
      message: quoted
        ? `The name of an environment variable must be a string, but cf passes \`${name}\` on without quotes, even where the manifest has some, and the platform reads ${what}: choose another name.`
        : `The name of an environment variable must be a string, but YAML reads \`${name}\` as ${what}: put it in quotes.`,
      data: quoted ? undefined : { fix: 'quote' },
    };
  }
  return problem ? { at: pair.key, message: `${problem}.`, data: { fix: 'remove' } } : undefined;
}

function valueProblem(pair: Pair, name: string, placeholder: RegExp): Finding | undefined {
  const value = resolve(pair.value);
  if (value && value.kind !== 'scalar') {
    if (placeholder.test(name) || isTemplate(value)) return undefined;
    return {
      at: value.kind === 'mapping' && !value.flow ? pair.key : value,
      severity: 'warning',
      message: `An environment variable is text: the platform turns this ${value.kind === 'mapping' ? 'mapping' : 'list'} into something like \`{"a"=>"b"}\`, not into JSON. Write it as a JSON string in single quotes.`,
      data: { fix: 'toJson' },
    };
  }
  if (!isNull(value)) return undefined;
  return {
    at: pair.key,
    severity: 'information',
    message: `\`${name}\` has no value: it is set to the empty string; it is not removed from the application. Write \`""\` to say so.`,
    data: [{ fix: 'toEmptyString' }, { fix: 'remove' }],
  };
}

/** Name of an environment variable; undefined when it is fine. */
function envNameProblem(name: string): string | undefined {
  if (name === '') return 'The name of an environment variable cannot be empty: it needs a minimum length of 1';
  const why = refusals[reservedPart(name, 'cloudfoundry') ?? ''];
  return why && `\`${name}\`${why}`;
}

const refusals: Record<string, string | undefined> = {
  VCAP_: ': environment variables cannot start with VCAP_; the platform sets those itself',
  VMC: ': environment variables cannot start with VMC_ (or VMC); those names are reserved by the platform',
  PORT: ' cannot be set: the platform chooses the port and tells the app by this variable',
};
