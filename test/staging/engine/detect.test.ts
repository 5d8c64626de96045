// Which buildpack: the installed ones are asked in order, named ones are not asked at all.
import { bash, simple } from '../support/buildpacks';
import { specify } from '../support/specify';

const never = { detect: 'exit 1' };
const vote = (name: string, body = '') =>
  simple({ detect: `${body}\necho ${name}`, compile: `echo compiled-by-${name}` });

specify('detect', [
  {
    says: 'the first buildpack that detects builds the app, later ones are not asked',
    given: { buildpacks: { no: simple(never), yes: vote('Yes'), later: vote('Later', 'echo asked-later >&2') } },
    then: {
      log: ['Detected by yes', 'compiled-by-Yes'],
      quiet: 'asked-later',
      result: { lifecycle_metadata: { detected_buildpack: 'Yes', buildpack_key: 'yes' } },
    },
  },
  {
    says: 'any status but 0 is no match, a signal and a script that cannot run included',
    given: {
      buildpacks: {
        one: simple({ detect: 'exit 1' }),
        many: simple({ detect: 'exit 100' }),
        killed: simple({ detect: 'kill -KILL $$' }),
        interpreter: simple({ files: { 'bin/detect': '#!/no/such/interpreter\n' } }),
        last: vote('Last'),
      },
    },
    then: { log: 'compiled-by-Last' },
  },
  {
    says: 'nothing printed is a match, too',
    given: { buildpacks: { quiet: simple({ detect: 'exit 0' }) } },
    then: { log: 'compiled', result: { lifecycle_metadata: { detected_buildpack: '' } } },
  },
  {
    says: 'its standard output is never shown, its standard error is, also of those that do not match',
    given: {
      buildpacks: {
        no: simple({ detect: 'echo out-no; echo err-no >&2; exit 1' }),
        yes: simple({ detect: 'echo out-yes; echo err-yes >&2' }),
      },
    },
    then: { stderr: ['err-no', 'err-yes'], quiet: ['out-no', 'out-yes'] },
  },
  {
    says: 'the name is what was printed without the line ends at its end',
    given: { buildpacks: { name: simple({ detect: `printf '  Näme  \\nof two lines\\r\\n\\n'` }) } },
    then: { result: { lifecycle_metadata: { detected_buildpack: '  Näme  \nof two lines' } } },
  },
  {
    says: 'a long name stays long',
    given: { buildpacks: { name: simple({ detect: `printf 'x%.0s' {1..3000}` }) } },
    then: { result: { lifecycle_metadata: { detected_buildpack: 'x'.repeat(3000) } } },
  },
  {
    says: 'a detect without all executable bits is warned of; it is tried all the same, and the next one follows',
    given: {
      buildpacks: {
        flat: simple({ files: { 'bin/detect': { content: bash('echo Flat'), mode: 0o644 } } }),
        next: vote('Next'),
      },
    },
    then: {
      log: ["WARNING: buildpack script '/bin/detect' is not executable", 'permission denied', 'compiled-by-Next'],
    },
  },
  {
    says: 'one that only its owner may execute is warned of and runs',
    given: { buildpacks: { owner: simple({ files: { 'bin/detect': { content: bash('echo Owner'), mode: 0o744 } } }) } },
    then: { log: ['is not executable', 'Detected by owner'] },
  },
  {
    says: 'a buildpack without bin/detect, or without bin/, is said and passed over',
    given: {
      buildpacks: { none: simple({ detect: undefined }), empty: { files: { 'README.md': 'x' } }, yes: vote('Yes') },
    },
    then: {
      stderr: ['bin/detect: no such file or directory', 'malformed buildpack does not contain a /bin dir: empty'],
      log: 'compiled-by-Yes',
    },
  },
  {
    says: 'detect gets one argument, the app, and sees its files',
    given: {
      app: { 'index.html': 'x' },
      buildpacks: { a: simple({ detect: 'echo "$# arguments" >&2; test -f "$1/index.html"' }) },
    },
    then: { log: '1 arguments' },
  },
  {
    says: 'what a losing detect writes into the app stays',
    given: { buildpacks: { no: simple({ detect: 'touch "$1/left-by-loser"; exit 1' }), yes: vote('Yes') } },
    then: { droplet: { 'app/left-by-loser': '' } },
  },
  {
    says: 'no match ends with 222 and no result.json; the problem is at the application and shows what each said',
    given: {
      manifest: 'applications:\n- name: shop\n',
      buildpacks: { a: simple({ detect: 'echo wants a Gemfile >&2; exit 1' }), b: simple({ detect: 'exit 2' }) },
    },
    then: {
      outcome: 'NoAppDetected',
      stderr: 'None of the buildpacks detected a compatible application',
      problem: ['2 tried', 'buildpacks:'],
      at: 'shop',
      result: undefined,
    },
  },
  {
    says: 'without any buildpack there is nothing that could detect, and that is said',
    given: {},
    then: { outcome: 'NoAppDetected', problem: 'There are no buildpacks available' },
  },
  {
    says: 'a named buildpack is not asked, even if it would refuse',
    given: { buildpacks: { no: simple({ ...never, compile: 'echo compiled-anyway' }) }, order: ['no'] },
    then: {
      log: 'compiled-anyway',
      result: { lifecycle_metadata: { detected_buildpack: '', buildpacks: [{ key: 'no', name: '' }] } },
    },
  },
  {
    says: 'a buildpack that the manifest names is not asked either',
    given: {
      manifest: 'applications:\n- name: shop\n  buildpack: grumpy\n',
      buildpacks: { grumpy: simple({ ...never, compile: 'echo compiled-anyway' }) },
    },
    then: { log: 'compiled-anyway' },
  },
  {
    says: 'what detect printed is not in the result when the build fails, as in the platform’s',
    given: { buildpacks: { a: simple({ detect: 'echo Detected', compile: 'exit 1' }) } },
    then: {
      outcome: 'BuildpackCompileFailed',
      result: {
        lifecycle_metadata: { buildpack_key: 'a', detected_buildpack: '', buildpacks: [{ key: 'a', name: '' }] },
      },
    },
  },
  {
    says: 'a detected buildpack has index 0, and its supply and finalize run as for named ones',
    given: {
      buildpacks: {
        a: { detect: 'exit 0', supply: 'echo supplies $4', finalize: 'echo finalizes $4', release: 'echo ---' },
      },
    },
    then: { log: ['supplies 0', 'finalizes 0'] },
  },
]);
