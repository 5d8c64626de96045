import assert from 'node:assert/strict';
import { app, problemsIn } from './problems';

describe('diagnostics', () => {
  it('severity of a rule is a setting', () => {
    const text = app('memori: 1G', 'memory: 5');
    assert.deepEqual(
      problemsIn(text, { rules: { 'unknown-key': 'off', memory: 'hint' } }).map(
        ({ severity, code }) => `${severity} ${code}`,
      ),
      ['hint memory'],
    );
  });

  it('every problem tells its code and page', () => {
    for (const { code } of problemsIn(app('memori: 1G', 'random-route: true', 'default-route: true')))
      assert.match(code, /^[a-z-]+$/);
  });
});
