// What a feature may ask for beyond its document: settings, files (open ones as they stand in the editor), workspace folders.
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TextDocuments } from 'vscode-languageserver';
import type { ManifestDocument } from './document';
import type { Machine } from './machine';
import { filesInside } from '../base/files';
import type { Files } from '../base/files';
import { findVariablesFiles } from '../cloudfoundry/variables';
import { defaultSettings } from './serverSettings';
import type { Settings } from './serverSettings';
import type { TargetKnowledge } from '../base/targetKnowledge';
import { pathOfUri } from '../base/uri';

export class Session {
  settings: Settings = defaultSettings;
  /** The user trusts the folder. */
  trusted = false;
  /** Absolute paths. */
  workspaceFolders: string[] = [];
  /** The editor knows tab stops in what completion inserts. */
  snippets = false;
  /** What is known about buildpacks beyond their text. */
  readonly lookups: Machine['lookups'];
  private known?: TargetKnowledge;
  /** Where the user does not trust the folder, only what is inside of it and beside open manifests. */
  readonly files: Files;

  /** Puts the user's settings in force. Until then nothing of a manifest makes this machine talk to the network. */
  apply(settings: Settings): void {
    this.settings = settings;
    this.lookups.enabled = this.trusted && settings.validation.checkBuildpackUrls !== 'off';
    this.lookups.trust(settings.staging.caFiles.map((file) => resolve(this.workspaceFolders[0] ?? '', file)));
  }

  /** What the user's own platform says; undefined where nobody asked it, and in folders that are not trusted. */
  get target(): TargetKnowledge | undefined {
    return this.trusted ? this.known : undefined;
  }

  set target(knowledge: TargetKnowledge | undefined) {
    this.known = knowledge;
  }

  constructor(documents: TextDocuments<ManifestDocument>, machine: Machine) {
    this.lookups = machine.lookups;
    const onDisk = machine.files;
    const files: Files = {
      ...onDisk,
      read: (path) => documents.get(pathToFileURL(path).href)?.text ?? onDisk.read(path),
      saved: onDisk.read,
    };
    const folders = () => [
      ...this.workspaceFolders,
      ...documents.all().map(({ uri }) => dirname(pathOfUri(uri) ?? '')),
    ];
    const inside = filesInside(folders, files);
    const allowed = () => (this.trusted ? files : inside);
    this.files = {
      read: (path) => allowed().read(path),
      saved: (path) => allowed().saved?.(path),
      kind: (path) => allowed().kind(path),
      list: (path) => allowed().list(path),
      executable: (path) => allowed().executable?.(path),
    };
  }

  /** Vars files of the setting, as absolute paths. */
  variablesFiles(uri: string): string[] {
    const path = pathOfUri(uri) ?? '';
    const base = this.workspaceFolders.find((folder) => path.startsWith(folder)) ?? resolve(path, '..');
    return this.settings.staging.variablesFiles.map((file) => (isAbsolute(file) ? file : resolve(base, file)));
  }

  /** Vars files to stage with when none were named: those of the setting, else the only one beside the manifest, or `vars.yml`. */
  stagingVariablesFiles(uri: string): string[] {
    const set = this.variablesFiles(uri);
    const path = pathOfUri(uri);
    if (set.length || !path) return set;
    const found = findVariablesFiles(dirname(path), this.files);
    return found.filter((file) => found.length === 1 || /^vars\.ya?ml$/i.test(basename(file))).slice(0, 1);
  }
}
