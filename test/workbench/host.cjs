// Loaded by the extension host in place of the tests: runs them and reports through a file, because the workbench mixes what tests
// print with its own log, and says "passed" also when the extension host was killed.
const fs = require('node:fs');
const { Writable } = require('node:stream');
const util = require('node:util');

/**
 * One line of the file.
 * @typedef {{ started?: boolean, out?: string, err?: string, result?: 'ok' | 'failed' }} HostRecord
 */

const file = fs.openSync(process.env.WORKBENCH_OUTPUT, 'a');
/** @param {HostRecord} record */
const write = (record) => fs.writeSync(file, JSON.stringify(record) + '\n');

/** The workbench is installed without native log and watch modules; VS Code does without them, but says so at length. */
const noise = (values) => values[0] instanceof Error && /spdlog\.node|native-watchdog/.test(values[0].message);

/** VS Code's accessors ignore a plain assignment. */
const define = (object, key, value) =>
  Object.defineProperty(object, key, { value, configurable: true, writable: true });

function redirectOutput() {
  for (const method of ['log', 'info', 'debug', 'warn', 'error']) {
    const key = method === 'warn' || method === 'error' ? 'err' : 'out';
    define(console, method, (...values) => noise(values) || write({ [key]: util.format(...values) + '\n' }));
  }
  for (const [stream, key] of [
    ['stdout', 'out'],
    ['stderr', 'err'],
  ]) {
    const redirected = new Writable({
      decodeStrings: false,
      write(chunk, _encoding, done) {
        write({ [key]: String(chunk) });
        done();
      },
    });
    define(process, stream, redirected);
  }
}

exports.run = async () => {
  redirectOutput();
  write({ started: true });
  try {
    await require(process.env.WORKBENCH_TESTS).run();
    write({ result: 'ok' });
  } catch (error) {
    write({ err: `${error?.message ?? error}\n`, result: 'failed' });
    throw error;
  }
};
