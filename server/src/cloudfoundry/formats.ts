// The value grammars that Cloud Foundry's schema names by `x-format`: what each says about a scalar. Null and collections never get here.
import type { Schema, Severity } from '../schema/schema';
import type { FixData } from '../checks/fixData';
import type { Format, Issue } from '../checks/rule';
import { closest, listed, shorten, shown } from '../base/words';
import type { Scalar } from '../yaml/tree';
import { parseLogRate, parseMemory } from '../base/sizes';
import { dockerImageProblem, isHttpPath, labelValueProblem, parseRoute } from './values';
import { isBoolean, isInteger, isNumber, isText, isTrue, numberOf, plainText } from '../yaml/scalars';
import { goType } from '../yaml/roundTrip';

const quote = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/** Values that are passed on as text: fine as they are, unless YAML makes something else of them. */
const text: Format = (scalar, schema, label) => lengthProblem(scalar, schema, label);

/** Text the platform insists on: a number or boolean without quotes is refused. */
const strictText: Format = (scalar, schema, label) => {
  if (!isText(scalar) && (isBoolean(scalar.text) || isNumber(scalar.text) || isInteger(scalar.text))) {
    return {
      message: `${label} must be a string, but \`${scalar.text}\` is a ${isBoolean(scalar.text) ? 'boolean' : 'number'} in YAML: put it in quotes`,
      data: { fix: 'quote' },
    };
  }
  return lengthProblem(scalar, schema, label);
};

function lengthProblem(scalar: Scalar, schema: Schema, label: string): Issue | undefined {
  const length = scalar.text.trim().length;
  if (schema.minLength && length < schema.minLength) return { message: `${label} must not be empty or blank` };
  if (schema.maxLength && scalar.text.length > schema.maxLength) {
    return {
      message: `${label} must have between 1 and ${schema.maxLength} characters; this has ${scalar.text.length}`,
    };
  }
  return undefined;
}

const wrong = (result: object, data?: FixData, severity?: Severity): Issue | undefined =>
  'wrong' in result ? { message: (result as { wrong: string }).wrong, data, severity } : undefined;

/** `1024` → `1024M` or `1024G`, whichever is likely first; `1 G` → `1G`. */
function withUnit(value: string): FixData | undefined {
  const number = /^\s*(\d+(?:\.\d+)?)\s*(?:([KMGT])i?B?)?\s*\w*\s*$/i.exec(value);
  if (!number) return undefined;
  const joined = value.replace(/\s+/g, '');
  if (joined !== value.trim() && 'bytes' in parseMemory(joined)) return { fix: 'replace', with: [joined] };
  const amount = number[1]!;
  if (number[2]) return { fix: 'replace', with: [amount + number[2].toUpperCase()] };
  return { fix: 'replace', with: Number(amount) < 16 ? [`${amount}G`, `${amount}M`] : [`${amount}M`, `${amount}G`] };
}

/** The platform takes a blank size for one that is not given. */
const blank = (label: string): Issue => ({
  message: `${label} is empty, which is as if it were not given: write a size such as \`512M\`, or leave it out`,
  severity: 'information',
});

const memory: Format = (scalar, _schema, label) =>
  scalar.text.trim() ? wrong(parseMemory(scalar.text), withUnit(scalar.text)) : blank(label);

const logRate: Format = (scalar, _schema, label) =>
  scalar.text.trim() ? wrong(parseLogRate(scalar.text), withUnit(scalar.text)) : blank(label);

/** `60s`, `2 min` → seconds. */
function withoutUnit(value: string): FixData | undefined {
  const time = /^(\d+)\s*(s|sec|m|min)$/i.exec(value);
  return time ? { fix: 'replace', with: [String(Number(time[1]) * (/^m/i.test(time[2]!) ? 60 : 1))] } : undefined;
}

const integer: Format = (scalar, schema, label) => {
  const value = scalar.text.trim();
  if (!isNumber(value) && !isInteger(value))
    return {
      message: `${label} must be a whole number (an integer), but \`${shorten(value)}\` is not a number`,
      data: withoutUnit(value),
    };
  const number = numberOf(value);
  if (!Number.isInteger(number)) {
    return {
      message: `${label} must be an integer: \`${value}\` has a fraction${schema.typed ? ', which cf cuts off without a word' : ''}`,
      severity: schema.typed ? 'warning' : undefined,
      data: { fix: 'replace', with: [String(Math.round(number))] },
    };
  }
  const { minimum, maximum } = schema;
  if (minimum !== undefined && number < minimum)
    return { message: `${label} must be greater than or equal to ${minimum}` };
  if (maximum !== undefined && number > maximum)
    return { message: `${label} must be less than or equal to ${maximum}` };
  if (isText(scalar) && schema.typed) {
    return {
      message: `${label} must be a number without quotes: cf takes ${quote(value)} for a string and refuses the manifest`,
      data: { fix: 'unquote' },
    };
  }
  return undefined;
};

const boolean: Format = (scalar, _schema, label) => {
  if (!isText(scalar) && isBoolean(scalar.text)) return undefined;
  if (isBoolean(scalar.text)) {
    return {
      message: `${label} must be a boolean, but ${quote(scalar.text)} in quotes is a string: write \`${isTrue(scalar.text)}\``,
      data: { fix: 'replace', with: [String(isTrue(scalar.text))] },
    };
  }
  return {
    message: `${label} must be a boolean: \`true\` or \`false\``,
    data: { fix: 'replace', with: ['true', 'false'] },
  };
};

const checkTypes = ['port', 'process', 'http'];

const healthCheckType: Format = (scalar, schema, label) => {
  const instead = schema.deprecatedValues[scalar.text];
  if (instead) {
    return {
      message: `\`${scalar.text}\` is deprecated as ${label}: write \`${instead}\`, which means the same`,
      severity: 'information',
      tag: 'deprecated',
      data: { fix: 'replace', with: [instead] },
    };
  }
  if (checkTypes.includes(scalar.text)) return undefined;
  const meant = closest(scalar.text, checkTypes);
  return {
    message: `${label} must be \`port\`, \`process\` or \`http\`, not ${shown(scalar.text)}`,
    data: { fix: 'replace', with: meant.length ? meant : checkTypes },
  };
};

const lifecycles = ['buildpack', 'cnb', 'docker'];

const lifecycle: Format = (scalar) =>
  lifecycles.includes(scalar.text)
    ? undefined
    : {
        message: `${shown(scalar.text)} is not a lifecycle, and the platform ignores it without a word: use ${listed(lifecycles)}`,
        severity: 'warning',
        data: { fix: 'replace', with: closest(scalar.text, lifecycles) },
      };

const httpPath: Format = (scalar, _schema, label) =>
  isHttpPath(scalar.text)
    ? undefined
    : {
        message: `${label} must be a valid URI path: it starts with one \`/\` and holds no space, such as \`/health\``,
        data:
          /^[^\s/]\S*$/.test(scalar.text) && !scalar.text.includes('://')
            ? { fix: 'replace', with: [`/${scalar.text}`] }
            : undefined,
      };

const appName: Format = (scalar, schema) => {
  const value = plainText(scalar);
  if (value.trim() === '') return { message: 'The name of an application must not be empty' };
  if (value.length > 255)
    return { message: `The name of an application must not be longer than 255 characters; this has ${value.length}` };
  if (value !== scalar.text) {
    return {
      message: `YAML reads \`${scalar.text}\` as a ${isBoolean(scalar.text) ? 'boolean' : 'number'}, so the application would be called \`${value}\`: put the name in quotes`,
      severity: 'warning',
      data: { fix: 'quote' },
    };
  }
  if (value.startsWith('-'))
    return {
      message: 'A name that starts with `-` looks like an option to cf, which makes the application unusable',
      severity: 'warning',
    };
  return lengthProblem(scalar, schema, '`name`');
};

/** YAML 1.1 surprises in environment variables; what is meant as text should be in quotes. */
const envValue: Format = (scalar) => {
  const value = plainText(scalar);
  if (value === scalar.text || /^(true|false)$/i.test(scalar.text)) return undefined;
  if (goType(scalar) === 'string')
    return {
      message: `The application gets \`${value}\`: cf passes \`${scalar.text}\` on without quotes, even where the manifest has some, and the platform does not read it as text`,
      severity: 'information',
    };
  return {
    message: `YAML reads \`${scalar.text}\` as a ${isBoolean(scalar.text) ? 'boolean' : 'number'}: the application gets \`${value}\`. Put it in quotes to keep it as written`,
    severity: 'information',
    data: { fix: 'quote' },
  };
};

const processType: Format = (scalar, _schema, label) =>
  scalar.text.trim() === '' ? { message: `${label} is empty: all processes must specify a type` } : undefined;

const sidecarMemory: Format = (scalar, schema, label) => {
  const value = scalar.text.trim();
  if (!/^-?\d+(\.\d+)?$/.test(value)) return memory(scalar, schema, label);
  if (!/^-?\d+$/.test(value)) return { message: `${label} without a unit counts in megabytes and must be an integer` };
  return Number(value) > 0 ? undefined : { message: `${label} must be greater than 0 MB` };
};

const hashBalance: Format = (scalar, _schema, label) => {
  const number = Number(scalar.text);
  if (scalar.text.trim() === '' || Number.isNaN(number)) return { message: `${label} must be a numeric value` };
  if (scalar.text.length > 16) return { message: `${label} must have at most 16 characters` };
  return number === 0 || (number >= 1.1 && number <= 10)
    ? undefined
    : { message: `${label} must be either 0 or between 1.1 and 10.0` };
};

const version: Format = (scalar) => {
  if (isText(scalar)) {
    return scalar.text.trim() === '1'
      ? { message: '`version` must be a number without quotes: cf refuses a string', data: { fix: 'unquote' } }
      : {
          message: '`version` must be the number 1, the only schema version there is',
          data: { fix: 'replace', with: ['1'] },
        };
  }
  return numberOf(scalar.text) === 1
    ? undefined
    : {
        message: 'Unsupported manifest schema version: the only version there is, is 1',
        data: { fix: 'replace', with: ['1'] },
      };
};

const labelValue: Format = (scalar) => {
  const message = labelValueProblem(plainText(scalar));
  return message ? { message } : undefined;
};

const annotationValue: Format = (scalar) => {
  if (!isText(scalar) && isBoolean(scalar.text))
    return { message: 'The value of an annotation must be a string: put it in quotes', data: { fix: 'quote' } };
  return scalar.text.length > 5000
    ? { message: `The value of an annotation must not be longer than 5000 characters; this has ${scalar.text.length}` }
    : undefined;
};

const route: Format = (scalar) => {
  const parsed = parseRoute(scalar.text);
  const port = /^https?:\/\/[^/:]+(:\d+)/.exec(scalar.text.trim());
  const data: FixData | undefined = port ? { fix: 'replace', with: [scalar.text.replace(port[1]!, '')] } : undefined;
  return wrong(parsed, data, 'later' in parsed && parsed.later ? 'warning' : undefined);
};

const bindingName: Format = (scalar, schema, label) => {
  if (/[^\w-]/.test(scalar.text)) {
    return { message: `${label} has invalid characters: letters, digits, \`-\` and \`_\` are valid` };
  }
  return strictText(scalar, schema, label);
};

const dockerImage: Format = (scalar, _schema, label) => {
  const message = scalar.text.trim() === '' ? `${label} must not be empty` : dockerImageProblem(scalar.text);
  return message ? { message } : undefined;
};

/** By the name schemas use. `env`, `labels`, `annotations` and `path` are checked by rules, which see more than the scalar. */
export const cloudFoundryFormats: Record<string, Format> = {
  'annotation-value': annotationValue,
  'app-name': appName,
  'binding-name': bindingName,
  boolean,
  buildpack: strictText,
  command: strictText,
  'docker-image': dockerImage,
  'env-value': envValue,
  'hash-balance': hashBalance,
  'health-check-type': healthCheckType,
  'http-path': httpPath,
  integer,
  'label-value': labelValue,
  lifecycle,
  'log-rate': logRate,
  memory,
  path: text,
  'process-type': processType,
  route,
  'service-name': text,
  'sidecar-memory': sidecarMemory,
  stack: strictText,
  text,
  version,
};
