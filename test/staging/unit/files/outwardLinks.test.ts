// Links that leave the app, told by their text.
import assert from 'node:assert/strict';
import { leavesApp } from '../../../../client/src/staging/files/outwardLinks';

const outward: [link: string, target: string][] = [
  ['up', '..'],
  ['lib/module', '../../outside/module'],
  ['a/b/c', '../../../my-app/x'],
  ['etc', '/etc/hosts'],
  ['x', 'a/../../y'],
];

const inward: [link: string, target: string][] = [
  ['a/link', '../a/./b/real.txt'],
  ['a/b/up', '../..'],
  ['self', '.'],
  ['dotted', '..real/x'],
  ['nowhere', 'not/there'],
];

describe('a link of an app', () => {
  for (const [link, target] of outward) it(`${link} → ${target} leaves it`, () => assert.ok(leavesApp(link, target)));
  for (const [link, target] of inward)
    it(`${link} → ${target} stays inside`, () => assert.ok(!leavesApp(link, target)));
});
