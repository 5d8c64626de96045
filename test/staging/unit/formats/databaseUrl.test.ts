// DATABASE_URL, as Go derives it from VCAP_SERVICES.
import assert from 'node:assert/strict';
import { databaseUrl } from '../../../../client/src/staging/formats/databaseUrl';

const services = (...uris: unknown[]) => JSON.stringify({ db: uris.map((uri) => ({ credentials: { uri } })) });

/** URI of a service → DATABASE_URL. */
const urls: [uri: unknown, url: string | undefined][] = [
  ['mysql://u:p@h/db', 'mysql2://u:p@h/db'],
  ['mysql2://u:p@h/db', 'mysql2://u:p@h/db'],
  ['postgres://u:p@h:5432/db?sslmode=require', 'postgres://u:p@h:5432/db?sslmode=require'],
  ['postgresql://u@h/db', 'postgres://u@h/db'],
  ['PostgreSQL://h/db', 'postgres://h/db'],
  ['postgres://u:p@h/d\\b', 'postgres://u:p@h/d%5Cb'],
  ['postgres://u:p@h/a b', 'postgres://u:p@h/a%20b'],
  ['postgres://u:p@h/ä', 'postgres://u:p@h/%C3%A4'],
  ['postgres://u:p!w*@h/db', 'postgres://u:p%21w%2A@h/db'],
  ['postgres://u:p%40w@h/db', 'postgres://u:p%40w@h/db'],
  ['postgres://u:p@w@h/db', 'postgres://u:p%40w@h/db'],
  ['postgres://u:a:b@h/db', 'postgres://u:a%3Ab@h/db'],
  ['postgres://[::1]:5432/db', 'postgres://[::1]:5432/db'],
  ['postgres://[fe80::1%25eth0]/db', 'postgres://[fe80::1%25eth0]/db'],
  ['postgres://ü/db', 'postgres://%C3%BC/db'],
  ['mysql:db', 'mysql2:db'],
  ['mysql:%zz', 'mysql2:%zz'],
  ['mysql://', 'mysql2:'],
  ['mysql://h/db#', 'mysql2://h/db'],
  ['mysql://h/db#a/b?c', 'mysql2://h/db#a/b?c'],
  ['mysql://h/db#a#ü', 'mysql2://h/db#a%23%C3%BC'],
  ['mysql://h/db#%zz', undefined],
  ['postgres://u:p w@h/db', undefined],
  ['postgres://u:p@h:port/db', undefined],
  ['postgres://u:p@h/%zz', undefined],
  ['postgres://u:p\n@h/db', undefined],
  ['smtp://h', undefined],
  ['https://h', undefined],
  ['db2://h/db', undefined],
  ['no url', undefined],
  [5, undefined],
  [null, undefined],
];

describe('DATABASE_URL', () => {
  for (const [uri, url] of urls)
    it(`of ${JSON.stringify(uri)} is ${url ?? 'not set'}`, () => assert.equal(databaseUrl(services(uri)), url));

  it('is that of the first relational service', () =>
    assert.equal(databaseUrl(services('https://h', 'mysql://one/x', 'postgres://two/y')), 'mysql2://one/x'));

  const good = '[{"credentials":{"uri":"mysql://h/db"}}]';
  for (const [what, text, url] of [
    ['in any case', '{"x":[{"Credentials":{"URI":"mysql://h/db"}}]}', 'mysql2://h/db'],
    [
      'beside services that are null or have none',
      `{"a":null,"b":[null,{},{"credentials":null}],"c":${good}}`,
      'mysql2://h/db',
    ],
    ['beside a URI that is no text', `{"a":[{"credentials":{"uri":5}}],"b":${good}}`, undefined],
    ['beside credentials that are no mapping', `{"a":[{"credentials":"x"}],"b":${good}}`, undefined],
    ['beside a service that is no mapping', `{"a":[5],"b":${good}}`, undefined],
    ['beside what is no list', `{"a":5,"b":${good}}`, undefined],
  ] as const)
    it(`${what} is ${url ?? 'not set, for nothing is read then'}`, () => assert.equal(databaseUrl(text), url));

  for (const text of ['nonsense', '[]', '5', 'null', '{"x":5}', '{"x":[null,5,{}]}', '{}', undefined])
    it(`is not set by VCAP_SERVICES=${text}`, () => assert.equal(databaseUrl(text), undefined));
});
