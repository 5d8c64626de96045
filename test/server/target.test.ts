// What the user's own platform adds: to completion and hovers, and over the connection. The checks have tables of their own.
import assert from 'node:assert/strict';
import type { MarkupContent } from 'vscode-languageserver';
import type { TargetParams } from '../../server/src/base/protocol';
import { targetNotification } from '../../server/src/base/protocol';
import { askedAt } from '../../server/src/base/targetKnowledge';
import { completion } from '../../server/src/features/completion/completion';
import { hover } from '../../server/src/features/hover';
import { Editor } from './editor';
import { app } from './problems';
import { afterChoosing, open } from './support';
import { silentTarget, target } from './targetKnowledge';

describe('completion with a target', () => {
  const offered = (lines: string[], knowledge = target) => {
    const { document, position, session } = open(app(...lines), { target: knowledge });
    return completion(document, position, session)
      .items.sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1))
      .map(({ label, detail }) => [label, detail].filter(Boolean).join(' | '));
  };

  for (const [what, lines, expected] of [
    ['its stacks', ['stack: <*>'], ['cflinuxfs4 | Ubuntu 22.04', 'windows | Windows Server']],
    [
      'its buildpacks in the order of detection, but those switched off',
      ['buildpacks: [<*>]'],
      ['ruby_buildpack | 1.10.21 for cflinuxfs4', 'hwc_buildpack | for windows', 'acme_buildpack | installed'],
    ],
    [
      'the buildpacks of the stack',
      ['stack: cflinuxfs4', 'buildpacks: [<*>]'],
      ['ruby_buildpack | 1.10.21 for cflinuxfs4', 'acme_buildpack | installed'],
    ],
    ['cloud native ones', ['lifecycle: cnb', 'buildpacks: [<*>]'], ['java | installed']],
    [
      'the name of the application in its domains',
      ['routes:', '- route: <*>'],
      [
        'my-app.example.com | domain',
        'my-app.apps.example.com | domain',
        'my-app.apps.internal | internal domain',
        'tcp.example.com | TCP domain: with a port',
      ],
    ],
    [
      'the domain of a host',
      ['routes:', '- route: shop.apps.<*>'],
      ['shop.apps.example.com | domain', 'shop.apps.internal | internal domain'],
    ],
    ['a host behind a scheme', ['routes:', '- route: https://shop.ex<*>'], ['https://shop.example.com | domain']],
    [
      'service instances with their plan',
      ['services: [<*>]'],
      ['orders-db | postgresql, plan small', 'mail | user-provided'],
    ],
    ['service instances that are not bound yet', ['services: [mail, <*>]'], ['orders-db | postgresql, plan small']],
  ] as [string, string[], string[]][])
    it(`offers ${what}`, () => assert.deepEqual(offered(lines).slice(0, expected.length), expected));

  it('offers no more buildpacks than the platform has', () =>
    assert.ok(!offered(['buildpacks: [<*>]']).some((label) => label.startsWith('go_buildpack'))));

  it('offers what is usual where the platform did not say', () =>
    assert.ok(offered(['buildpacks: [<*>]'], silentTarget).some((label) => label.startsWith('go_buildpack'))));

  it('writes a port behind a TCP domain', () => {
    const opened = open(app('routes:', '- route: tcp<*>'), { target });
    const items = completion(opened.document, opened.position, opened.session).items;
    const item = items.find(({ label }) => label === 'tcp.example.com')!;
    assert.match(afterChoosing(opened, item), /route: tcp\.example\.com:1024\n/);
  });
});

describe('hover with a target', () => {
  for (const [what, lines, pieces] of [
    ['a stack', ['stack: win<*>dows'], ['In `acme/dev` at api.example.com (asked', 'Windows Server']],
    [
      'a buildpack',
      ['buildpacks: [ruby_b<*>uildpack]'],
      ['number 1', '`ruby_buildpack-cached-cflinuxfs4-v1.10.21.zip`', 'version 1.10.21', 'for cflinuxfs4'],
    ],
    ['a buildpack that is switched off', ['buildpacks: [old_b<*>uildpack]'], ['switched off']],
    ['a managed service', ['services: [orders<*>-db]'], ['offering `postgresql`, plan `small`']],
    ['a user-provided service', ['services: [ma<*>il]'], ['a user-provided service instance']],
    ['a route', ['routes:', '- route: a.b.apps.exa<*>mple.com'], ['`apps.example.com` is a domain, `a.b` the host']],
    ['an internal route', ['routes:', '- route: a.apps.int<*>ernal'], ['an internal domain']],
  ] as [string, string[], string[]][])
    it(`tells of ${what}`, () => {
      const { document, position, session } = open(app(...lines), { target });
      const { value } = hover(document, position, session)!.contents as MarkupContent;
      for (const piece of pieces) assert.ok(value.includes(piece), `${piece} is not in ${value}`);
    });
});

describe('the time a target was asked', () => {
  for (const [what, now, expected] of [
    ['on the same day', new Date(2025, 10, 27, 18), '(asked 14:03)'],
    ['on another', new Date(2025, 10, 28, 9), '(asked 2025-11-27 14:03)'],
  ] as const)
    it(what, () => assert.ok(askedAt(target, now).endsWith(expected)));
});

describe('a target over the connection', () => {
  const uri = 'file:///project/manifest.yml';
  const text = app('services: [db]');
  const codes = ({ diagnostics }: { diagnostics: { code?: unknown }[] }) => diagnostics.map(({ code }) => code);
  let editor: Editor;
  beforeEach(() => {
    editor = new Editor();
  });
  afterEach(() => editor.stop());

  async function told(params: TargetParams): Promise<unknown[]> {
    const next = editor.next(uri);
    await editor.client.sendNotification(targetNotification, params);
    return codes(await next);
  }

  it('is checked against as soon as it is known, and no more when it is gone', async () => {
    await editor.start({ trusted: true });
    assert.deepEqual(codes(await editor.open(uri, text)), []);
    assert.deepEqual(await told({ knowledge: target }), ['target-service']);
    assert.deepEqual(await told({}), []);
  });

  it('means nothing in a folder that is not trusted', async () => {
    await editor.start({ trusted: false });
    await editor.open(uri, text);
    assert.deepEqual(await told({ knowledge: target }), []);
  });
});
