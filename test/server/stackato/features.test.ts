// Hover, completion, definition and links of what only Stackato's manifests have.
import assert from 'node:assert/strict';
import { completion } from '../../../server/src/features/completion/completion';
import { hover } from '../../../server/src/features/hover';
import { documentLinks } from '../../../server/src/features/links';
import { definition } from '../../../server/src/features/navigation';
import { afterChoosing, open } from '../support';
import type { OpenOptions } from '../support';

const stackato = (options: OpenOptions = {}): OpenOptions => ({ name: 'stackato.yml', ...options });

function hovered(marked: string, options?: OpenOptions): string {
  const { document, position, session } = open(marked, stackato(options));
  return (hover(document, position, session)?.contents as { value: string } | undefined)?.value ?? '';
}

function offered(marked: string, options?: OpenOptions) {
  const opened = open(marked, stackato(options));
  const { items } = completion(opened.document, opened.position, opened.session);
  return {
    labels: items.map((item) => item.label),
    choose: (label: string) =>
      afterChoosing(
        opened,
        items.find((item) => item.label === label)!,
      ),
  };
}

/** "file:line" of where the cursor leads. */
function defined(marked: string, options?: OpenOptions): string[] {
  const { document, position, session } = open(marked, stackato(options));
  return definition(document, position, session).map(
    ({ targetUri, targetRange }) => `${targetUri.slice(targetUri.lastIndexOf('/') + 1)}:${targetRange.start.line + 1}`,
  );
}

describe('symbols of Stackato', () => {
  const text = (use: string) => `name: shop\nproperties:\n  tier: \${name}-gold\ncommand: ${use}\n`;

  describe('hover', () => {
    for (const [what, use, shown] of [
      ['the value, with what it is made of', 'run ${ti<*>er}', /\*\*\$\{tier\}\*\* = `shop-gold`\n\nLine 3\./],
      ['the text after substitution', 'ru<*>n ${tier}', /After substitution: `run shop-gold`/],
      ['a predefined one', 'run ${random<*>-word}', /random hexadecimal digits/],
      ['a question', 'run ${as<*>k Why}', /asks when the application is pushed: "Why"/],
      ['an unknown one', 'run ${PO<*>RT}', /write `\$PORT` without braces/],
    ] as const)
      it(what, () => assert.match(hovered(text(use)), shown));

    it('the file it comes from', () => {
      const files = { 'base.yml': 'properties:\n  tier: lead\n' };
      assert.match(
        hovered('inherit: base.yml\nname: a\ncommand: ${ti<*>er}\n', { files }),
        /`lead`\n\nFrom `base\.yml`, line 2/,
      );
    });
  });

  describe('definition', () => {
    it('the nearest one', () => {
      assert.deepEqual(defined('tier: a\napplications:\n- name: x\n  tier: b\n  command: ${ti<*>er}\n'), [
        'stackato.yml:4',
      ]);
    });
    it('in another file', () => {
      const files = { 'base.yml': 'properties:\n  tier: lead\n' };
      assert.deepEqual(defined('inherit: base.yml\nname: a\ncommand: ${ti<*>er}\n', { files }), ['base.yml:2']);
    });
    it('none for what is predefined', () => assert.deepEqual(defined(text('${random<*>-word}')), []));
  });

  describe('completion', () => {
    it('offers at the top, beside applications, nothing that makes one more', () => {
      const { labels } = offered('applications:\n- name: a\n<*>\n');
      assert.deepEqual(
        labels.filter((label) => !/^(inherit|properties|- .*|<<)$/.test(label)),
        [],
      );
      assert.ok(offered('name: a\n<*>\n').labels.includes('services'));
    });

    it('begins a block whose numbers are numbers', () =>
      assert.match(offered('name: a\nautos<*>\n').choose('autoscale'), /instances:\n {4}min: 1\n {4}max: 4/));

    it('own and predefined ones, but not the value itself', () => {
      const { labels, choose } = offered('name: shop\nproperties: {tier: gold}\nmem: 64M\ncommand: run ${<*>\n');
      assert.deepEqual(labels.filter((label) => !/target|space|random/.test(label)).sort(), [
        'ask',
        'memory',
        'name',
        'tier',
      ]);
      assert.match(choose('tier'), /command: run \$\{tier\}\n/);
      assert.match(choose('ask'), /command: run \$\{ask Question\}\n/);
    });
    it('the closing bracket is not doubled', () => {
      assert.match(offered('name: shop\ncommand: run ${na<*>me}.x\n').choose('name'), /run \$\{name\}\.x\n/);
    });
    it('none of it in Cloud Foundry', () => {
      const { labels } = offered('applications:\n- name: a\n  buildpacks: []\n  command: ${<*>\n', {
        name: 'manifest.yml',
      });
      assert.deepEqual(
        labels.filter((label) => label === 'random-word'),
        [],
      );
    });
  });
});

describe('keys and values of Stackato', () => {
  it('both spellings of a key are offered until one is there', () => {
    const sizes = (marked: string) => offered(marked).labels.filter((label) => /^(mem|disk)/.test(label));
    assert.deepEqual(sizes('name: a\n<*>'), ['memory', 'mem', 'disk_quota', 'disk']);
    assert.deepEqual(sizes('mem: 1G\ndisk_quota: 1G\n<*>'), []);
  });
  it('keys of the block are offered inside it only', () => {
    const entry = offered('applications:\n- name: a\n  mem: 1G\n  <*>').labels;
    const block = offered('applications:\n- name: a\n  helion:\n    <*>').labels;
    assert.ok(entry.includes('stackato') && !entry.includes('hooks') && entry.includes('path'));
    assert.ok(block.includes('hooks') && block.includes('env') && !block.includes('buildpack'));
  });
  it('an application does not depend on itself', () => {
    const names = 'applications:\n- name: web\n  depends-on:\n  - <*>\n- name: worker\n';
    assert.deepEqual(offered(names).labels, ['worker']);
    const folders = 'applications:\n  web: {name: a, depends-on: <*>}\n  job: {name: b}\n';
    assert.deepEqual(offered(folders).labels, ['job']);
  });
  it('scalars are shown as they are written', () => {
    assert.doesNotMatch(hovered('name: a\nno-route: y<*>es\n'), /read as/);
  });
});

describe('hooks of Stackato', () => {
  const files = { 'setup.sh': '', 'bin/run.sh': '', 'bin/tools/x': '', 'web/w.sh': '' };

  it('hover on a command says where and when it runs', () => {
    assert.match(hovered('name: a\nhooks:\n  post-staging:\n  - ma<*>ke\n'), /staging container.*after the buildpack/s);
  });

  it('links to the scripts that exist', () => {
    const { document, session } = open(
      'name: a\nhooks:\n  pre-staging:\n  - "-sh setup.sh && ./bin/run.sh; ./no.sh"\n',
      stackato({ files }),
    );
    const links = documentLinks(document, session).map(
      ({ range, target }) =>
        `${document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end))} → ${target?.replace('file:///project/', '')}`,
    );
    assert.deepEqual(links, ['setup.sh → setup.sh', './bin/run.sh → bin/run.sh']);
  });

  describe('files are offered', () => {
    for (const [marked, labels, chosen] of [
      ['- sh <*>', ['bin', 'web', 'setup.sh'], '- sh setup.sh'],
      ['- sh -x se<*>', ['bin', 'web', 'setup.sh'], '- sh -x setup.sh'],
      ['- ./<*>', ['./bin', './web', './setup.sh'], '- ./setup.sh'],
      ['- make && ./bin/<*>', ['./bin/tools', './bin/run.sh'], '- make && ./bin/run.sh'],
    ] as const)
      it(marked, () => {
        const { labels: found, choose } = offered(`name: a\nhooks:\n  pre-staging:\n  ${marked}\n`, { files });
        assert.deepEqual(found, labels);
        assert.equal(choose(labels.at(-1)!).split('\n')[3], `  ${chosen}`);
      });
    for (const marked of ['- make <*>', '- <*>', '- sh $HOME/<*>', '- sh a.sh <*>'])
      it(`not in ${marked}`, () => {
        assert.deepEqual(offered(`name: a\nhooks:\n  pre-staging:\n  ${marked}\n`, { files }).labels, []);
      });
    it('of the folder of the application', () => {
      const marked = 'applications:\n  web:\n    name: a\n    stackato:\n      hooks:\n        pre-staging: ./<*>\n';
      assert.deepEqual(offered(marked, { files }).labels, ['./w.sh']);
    });
  });
});
