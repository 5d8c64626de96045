import assert from 'node:assert/strict';
import { scriptCalls } from '../../../server/src/stackato/hooks/calls';
import { commandsOf } from '../../../server/src/stackato/hooks/phases';

/** [command, "path by interpreter" of each call] */
const cases: [command: string, calls: string[]][] = [
  ['./setup.sh', ['./setup.sh']],
  ['bin/setup --all', ['bin/setup']],
  ['sh setup.sh', ['setup.sh by sh']],
  ['sh +x script.sh', ['script.sh by sh']],
  ['bash -ex "bin/setup.sh" arg', ['bin/setup.sh by bash']],
  ['bash -c "make all"', []],
  ['. env.sh && ./run.sh', ['env.sh by .', './run.sh']],
  ['python2.7 manage.py syncdb', ['manage.py by python2.7']],
  ['python -m pip install x', []],
  ['php -d memory=1 install.php', ['install.php by php']],
  ['perl -e "print 1"', []],
  ['node server', ['server by node']],
  ['/usr/bin/ruby a.rb', ['a.rb by ruby']],
  ['FOO=1 sudo sh a.sh', ['a.sh by sh']],
  ['make; (./a.sh | ./b.sh) > out 2>&1', ['./a.sh', './b.sh']],
  ['cat conf | tee -a ./x.sh', []],
  ['cd src && ./configure', []],
  ['./a.sh; cd x; ./b.sh', ['./a.sh']],
  ['sh $HOME/a.sh', []],
  ['sh *.sh', []],
  ['/etc/init.d/x start', []],
  ['make # sh a.sh', []],
  ['mv a/.??* .', []],
  ['echo "./a.sh"', []],
];

describe('the scripts a command calls', () => {
  for (const [command, calls] of cases)
    it(command, () => {
      const found = scriptCalls(command);
      assert.deepEqual(
        found.map((call) => (call.interpreter ? `${call.path} by ${call.interpreter}` : call.path)),
        calls,
      );
      for (const call of found) assert.ok(command.slice(call.start, call.end).includes(call.path));
    });
});

describe('the commands of a hook', () => {
  it('know where they begin in what is written', () => {
    assert.deepEqual(commandsOf('post-staging', '- make', false), [{ text: 'make', start: 2, ignoreFailure: true }]);
    assert.deepEqual(commandsOf('pre-push', '-make', false), [{ text: '-make', start: 0, ignoreFailure: true }]);
    assert.deepEqual(
      commandsOf('pre-push', 'make  all', true).map(({ text, start }) => [text, start]),
      [
        ['make', 0],
        ['all', 6],
      ],
    );
  });
});
