import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { Finished } from '../../client/src/stage/job';
import { below, buildpack, diagnosticsOf, inWorkspace, openEditor, until, write } from './openWorkspace';

const stage = (path: string, app: string) =>
  vscode.commands.executeCommand<Finished[]>('cfStaging.stage', inWorkspace(path), { app });

const containers = (application = 'slow') =>
  execFileSync('docker', ['ps', '-aq', '--filter', `label=cf-staging.application=${application}`], {
    encoding: 'utf8',
  }).trim();

const read = async (uri: vscode.Uri) => new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));

describe('Stage App', () => {
  it('makes a droplet that opens like a folder', async () => {
    const [finished] = await stage('hello/manifest.yml', 'hello');
    assert.equal(finished!.past.outcome, 'staged');
    assert.ok(existsSync(finished!.past.droplet!));

    const droplet = vscode.Uri.from({ scheme: 'droplet', authority: finished!.past.id, path: '/' });
    const names = (await vscode.workspace.fs.readDirectory(droplet)).map(([name]) => name);
    for (const name of ['app', 'deps', 'staging_info.yml']) assert.ok(names.includes(name), `${name} in ${names}`);
    const page = vscode.Uri.joinPath(droplet, 'app/public/index.html');
    assert.equal(await read(page), await read(inWorkspace('hello/public/index.html')));
    await assert.rejects(async () => vscode.workspace.fs.delete(page), /read-?only|permission/i);
    await assert.rejects(async () => vscode.workspace.fs.readFile(vscode.Uri.joinPath(droplet, 'nowhere')), /nowhere/);
  });

  it('opens the droplet at what staging says of it', async () => {
    const [finished] = await stage('hello/manifest.yml', 'hello');
    await vscode.commands.executeCommand('cfStaging.openDroplet', finished!.past.id);
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.uri.scheme, 'droplet');
    assert.match(document.getText(), /start_command/);
  });

  it('keeps a log without colours in which phases fold', async () => {
    const [finished] = await stage('hello/manifest.yml', 'hello');
    const log = await read(vscode.Uri.file(finished!.past.log));
    assert.match(log, /^ 0:\d\d ✔ Finalized · \.\.\/buildpacks\/webserver/m);
    assert.match(log, /^ +-----> Installing the web server$/m);
    assert.doesNotMatch(log, /\x1b/);
  });

  it('saves what is edited first', async () => {
    const editor = await openEditor('hello/public/style.css');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '/* edited */\n'));
    const [finished] = await stage('hello/manifest.yml', 'hello');
    const staged = vscode.Uri.from({ scheme: 'droplet', authority: finished!.past.id, path: '/app/public/style.css' });
    assert.match(await read(staged), /edited/);
  });

  it('marks a failing buildpack beside the manifest until its line is edited', async () => {
    write({
      'made/failing/manifest.yml': 'applications:\n- name: failing\n  buildpacks:\n  - bp/own\n',
      ...below('made/failing/bp/own', buildpack({ compile: 'echo "no compiler here"; exit 7' })),
    });
    const [finished] = await stage('made/failing/manifest.yml', 'failing');
    assert.equal(finished!.past.outcome, 'BuildpackCompileFailed');
    const manifest = inWorkspace('made/failing/manifest.yml');
    const [diagnostic] = await diagnosticsOf(manifest, 'cf staging');
    const editor = await openEditor('made/failing/manifest.yml');
    assert.equal(editor.document.getText(diagnostic!.range), 'bp/own');

    const marked = () =>
      vscode.languages
        .getDiagnostics(manifest)
        .filter((one) => one.source === 'cf staging')
        .map((one) => editor.document.getText(one.range));
    const becomes = (texts: string[]) =>
      until(vscode.languages.onDidChangeDiagnostics, () => (isDeepStrictEqual(marked(), texts) ? true : undefined));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '---\n'));
    await becomes(['bp/own']);
    await editor.edit((edit) => edit.insert(editor.document.lineAt(4).range.end, '2'));
    await becomes([]);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('goes on in the container of a failed staging once the buildpack is mended', async () => {
    const writeBuildpack = (compile: string) => write(below('made/mended/bp', buildpack({ compile })));
    write({ 'made/mended/manifest.yml': 'applications:\n- name: mended\n  buildpacks: [./bp]\n' });
    writeBuildpack('exit 7');
    const [failed] = await stage('made/mended/manifest.yml', 'mended');
    assert.ok(failed!.result.shell);
    writeBuildpack('echo mended');
    const [finished] =
      (await vscode.commands.executeCommand<Finished[]>('cfStaging.stageAgainFromHere', { past: failed!.past })) ?? [];
    assert.equal(finished?.past.outcome, 'staged');
    assert.equal(finished.result.phases.prepare, undefined);
  });

  it('stages again with each save in a watched buildpack, in one container that goes in the end', async () => {
    const writeBuildpack = (compile: string) => write(below('made/watched/bp', buildpack({ compile })));
    write({ 'made/watched/manifest.yml': 'applications:\n- name: watched\n  buildpacks: [./bp]\n' });
    const manifest = inWorkspace('made/watched/manifest.yml');
    const failsWith = (status: number) =>
      until(vscode.languages.onDidChangeDiagnostics, () =>
        vscode.languages.getDiagnostics(manifest).find(({ message }) => message.includes(`status ${status}`)),
      );
    writeBuildpack('exit 7');
    await vscode.commands.executeCommand('cfStaging.watchBuildpack', manifest, { app: 'watched' });
    await failsWith(7);
    const container = containers('watched');
    assert.match(container, /^\w+$/);
    writeBuildpack('exit 8');
    await failsWith(8);
    assert.equal(containers('watched'), container);
    await vscode.commands.executeCommand('cfStaging.stopWatching');
    assert.equal(containers('watched'), '');
  });

  it('remembers why it failed, with the setting that mends it', async () => {
    write({
      'made/noImage/manifest.yml': 'applications:\n- name: noImage\n  stack: frobstack\n  buildpacks: [./buildpack]\n',
      ...below('made/noImage/buildpack', buildpack({ compile: 'exit 0' })),
    });
    const [finished] = await stage('made/noImage/manifest.yml', 'noImage');
    assert.match(finished!.past.reason!, /^No image is known for the stack frobstack.*cfStaging\.staging\.stacks/);
  });

  it('leaves neither container nor droplet behind when it is cancelled', async () => {
    write({
      'made/slow/manifest.yml': 'applications:\n- name: slow\n  buildpacks:\n  - ./buildpack\n',
      ...below('made/slow/buildpack', buildpack({ compile: 'echo compiling; trap "" TERM; sleep 600' })),
    });
    const staging = stage('made/slow/manifest.yml', 'slow');
    await until(vscode.tasks.onDidStartTask, () =>
      vscode.tasks.taskExecutions.find((one) => one.task.name.includes('slow')),
    );
    while (containers() === '') await new Promise((resolve) => setTimeout(resolve, 100));
    const began = Date.now();
    await vscode.commands.executeCommand('cfStaging.cancelStaging');
    const [finished] = await staging;
    assert.equal(finished!.past.outcome, 'Cancelled');
    assert.equal(finished!.past.droplet, undefined);
    assert.equal(containers(), '');
    assert.ok(Date.now() - began < 3000, `cancelling took ${Date.now() - began} ms`);
  });

  it('stages the applications of a manifest side by side, each with its own outcome', async () => {
    write({
      'made/two/manifest.yml':
        'applications:\n- name: good\n  buildpacks: [./good-pack]\n- name: bad\n  buildpacks: [./bad-pack]\n',
      ...below('made/two/good-pack', buildpack({ compile: 'echo fine' })),
      ...below('made/two/bad-pack', buildpack({ compile: 'exit 1' })),
    });
    const both = await Promise.all([stage('made/two/manifest.yml', 'good'), stage('made/two/manifest.yml', 'bad')]);
    assert.deepEqual(
      both.map(([finished]) => finished!.past.outcome),
      ['staged', 'BuildpackCompileFailed'],
    );
  });
});

describe('tasks of the type cf-staging', () => {
  it('are offered for the applications of an open manifest', async () => {
    await openEditor('hello/manifest.yml');
    const tasks = await vscode.tasks.fetchTasks({ type: 'cf-staging' });
    assert.ok(
      tasks.some((task) => task.definition.app === 'hello' && task.definition.manifest === 'hello/manifest.yml'),
    );
  });

  it('write the droplet where they say and end with the exit status of the staging', async () => {
    const task = async (application: string) => {
      const label = `stage ${application}`;
      const tasks = await vscode.tasks.fetchTasks();
      const found = tasks.find(({ name }) => name === label);
      assert.ok(found, `${label} in ${tasks.map(({ name }) => name)}`);
      return found;
    };
    const settings = vscode.workspace.getConfiguration('tasks');
    const hello = { type: 'cf-staging', manifest: 'hello/manifest.yml' };
    await settings.update('version', '2.0.0', vscode.ConfigurationTarget.Workspace);
    await settings.update(
      'tasks',
      [
        { ...hello, label: 'stage hello', app: 'hello', droplet: 'out/hello.tgz' },
        { ...hello, label: 'stage nobody', app: 'nobody' },
        { type: 'cf-staging', label: 'stage by name', app: 'hello', droplet: 'out/by-name.tgz' },
      ],
      vscode.ConfigurationTarget.Workspace,
    );
    const exitCode = async (application: string) => {
      const execution = await vscode.tasks.executeTask(await task(application));
      return new Promise<number | undefined>((resolve) => {
        const subscription = vscode.tasks.onDidEndTaskProcess((event) => {
          if (event.execution !== execution) return;
          subscription.dispose();
          resolve(event.exitCode);
        });
      });
    };
    assert.equal(await exitCode('hello'), 0);
    assert.ok(existsSync(inWorkspace('out/hello.tgz').fsPath));
    assert.equal(await exitCode('nobody'), 2);
    assert.equal(await exitCode('by name'), 0);
    assert.ok(existsSync(inWorkspace('out/by-name.tgz').fsPath));
  });
});
