import { app, assertProblems, fine } from '../../problems';

describe('routes', () => {
  const routes: Record<string, string[]> = {
    ...fine(
      'example.com',
      'my-app.example.com/path',
      'https://a.example.com',
      'http://a.example.com/x',
      'tcp://tcp.example.com:1234',
      'tcp.example.com:1234',
      '*.example.com',
      'Under_score.example.com',
      '((host)).example.com',
      'https:a.example.com',
      'http:/a.example.com',
      'a.example.com:',
      'http://a.example.com:0',
      '10.0.0.1:80',
      'tcp://my_app.example.com:1024',
    ),
    '/path': ['error /path|not a properly formed URL'],
    blah: ['error blah|needs a host with a domain'],
    '1.5': ['error 1.5|a number to the platform'],
    '0.1e1': ['error 0.1e1|a number to the platform'],
    '.com': ['error .com|needs a host with a domain'],
    'ftp://a.example.com': ['error ftp://a.example.com|not a scheme of routes'],
    'https://a.example.com:443': ['error https://a.example.com:443|TCP route'],
    'tcp://a.example.com': ['error tcp://a.example.com|needs a port'],
    'a.example.com:http': ['error a.example.com:http|not a number'],
    'a.example.com:-1': ['error a.example.com:-1|HTTP 500'],
    'tcp://a.example.com:0': ['error tcp://a.example.com:0|needs a port from 1'],
    'my_app.example.com:1024': ['error my_app.example.com:1024|write `tcp://my_app.example.com:1024`'],
    '3scale.example.com:1024': ['error 3scale.example.com:1024|with a letter in front'],
    'a b.example.com': ['error a b.example.com|blanks'],
    'a{b}.example.com': ['error a{b}.example.com|`{` cannot stand in a host, and the platform fails on it (HTTP 500)'],
    'user@a.example.com': ['error user@a.example.com|not a properly formed URL'],
    'a.example.com:8080/x': ['warning a.example.com:8080/x|no path'],
    'a.example.com/': ['warning a.example.com/|single `/`'],
    'a.example.com/x?y': ['warning a.example.com/x?y|must not contain `?`'],
    'a.example.com:70000': ['warning a.example.com:70000|out of range'],
    'foo*.example.com': ['warning foo*.example.com|letters, digits'],
    [`${'x'.repeat(64)}.example.com`]: [`warning ${'x'.repeat(64)}.example.com|longer than 63`],
  };
  for (const [route, expected] of Object.entries(routes)) {
    const written = /^[*]|:$/.test(route) ? `"${route}"` : route;
    it(`${route} ${expected.length ? 'is reported' : 'is fine'}`, () =>
      assertProblems(app('routes:', `- route: ${written}`), expected));
  }
  it('protocol and options belong to the kind of route', () => {
    assertProblems(app('routes:', '- route: tcp.example.com:1234', '  protocol: http2'), [
      'warning http2|Cannot use protocol',
    ]);
    assertProblems(app('routes:', '- route: a.example.com', '  protocol: tcp'), ['warning tcp|must specify a port']);
    assertProblems(app('routes:', '- route: a.example.com', '  protocol: HTTP2'), [
      'error HTTP2|`http1`, `http2` or `tcp`',
    ]);
    assertProblems(app('routes:', '- route: a.example.com', '  options: {sticky: yes}'), ['error sticky|refuses it']);
    assertProblems(app('routes:', '- route: a.example.com', '  options: {loadbalancing: hash}'), [
      'error hash|hash_header',
      'information hash|switched on',
    ]);
    assertProblems(
      app('routes:', '- route: a.example.com', '  options: {loadbalancing: round-robin, hash_header: X}'),
      ['error hash_header|only be set'],
    );
  });
  it('an entry needs `route`', () =>
    assertProblems(app('routes:', '- root: a.example.com'), ['warning root|ignores it', 'error root|needs `route`']));
});
