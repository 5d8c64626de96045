// Why a build of a foundation has failed: the platform's reason, and what the script has said that made it fail.
import { CauseFinder } from '../../causes/finder';
import { detailsOf, sentence } from '../../causes/sentence';
import type { Outcome, Phase } from '../../report/events';
import { StagingFailure } from '../../report/failure';
import type { FailureDetails } from '../../report/failure';
import { LastLines } from '../../report/outputLines';
import { isScripts } from './phaseLines';

type Failed = Exclude<Outcome, 'staged'>;

interface Row {
  outcome: Failed;
  /** Where it shows, when the log has not told. */
  phase?: Phase;
  /** What the user reads when no script has said more. */
  message: string;
  /** A script of a buildpack has failed: what it said counts. */
  isScript?: true;
  remedies?: FailureDetails['remedies'];
}

const noRoom: FailureDetails['remedies'] = [
  { advice: 'Lower `memory:` or `disk_quota:`, or try once more when other stagings have ended' },
];
const again: FailureDetails['remedies'] = [
  { advice: 'Try once more; if it goes on, ask the operators of the platform' },
];
const detected =
  'No buildpack of the platform detected this app: each looks for certain files at the top of its folder.';

/** By the error's name: https://v3-apidocs.cloudfoundry.org/#builds and errors/v2.yml of the Cloud Controller. */
const rows: Record<string, Row> = {
  NoAppDetectedError: {
    outcome: 'NoAppDetected',
    phase: 'detect',
    message: detected,
    remedies: [{ advice: 'Check `path:`, or name the right one under `buildpacks:`' }],
  },
  BuildpackCompileFailed: { outcome: 'BuildpackCompileFailed', message: 'the buildpack failed', isScript: true },
  BuildpackReleaseFailed: {
    outcome: 'BuildpackReleaseFailed',
    phase: 'release',
    message: 'bin/release of the buildpack failed',
    isScript: true,
  },
  StagingTimeExpired: {
    outcome: 'StagingTimeExpired',
    message: 'The platform has stopped the staging because it took too long.',
    remedies: [{ advice: 'See what the log waits for' }],
  },
  InsufficientResources: {
    outcome: 'StagingError',
    message: 'No cell of the platform has room for the staging.',
    remedies: noRoom,
  },
  NoCompatibleCell: {
    outcome: 'StagingError',
    message: 'No cell of the platform has this stack.',
    remedies: [{ advice: 'Name another one with `stack:`' }],
  },
  NoBuildpacksFound: {
    outcome: 'NoAppDetected',
    message: 'The platform has no buildpacks installed, so none could detect this app.',
    remedies: [{ advice: 'Name one under `buildpacks:` (a git URL)' }],
  },
  CellCommunicationError: {
    outcome: 'StagingError',
    message: 'The platform has lost the cell that staged.',
    remedies: again,
  },
  StagerError: { outcome: 'StagingError', message: 'The platform could not stage.', remedies: again },
  StagerUnavailable: { outcome: 'StagingError', message: 'The platform could not stage.', remedies: again },
  CNBDetectFailed: { outcome: 'NoAppDetected', phase: 'detect', message: detected, isScript: true },
  CNBBuildFailed: { outcome: 'BuildpackCompileFailed', message: 'the buildpack failed', isScript: true },
};

rows.BuildpackDetectFailed = rows.NoAppDetectedError!;

/** Exit status of the builder → what the platform does not tell apart: a buildpack before the last has failed. */
const supplyFailed = 225;

/** Looks through the log while it comes, and says at the end what made the build fail. */
export class BuildWatch {
  private readonly finder = new CauseFinder();
  private readonly last = new LastLines();
  /** Of the script that failed, and of the builder. */
  private script: number | undefined;
  private builder: number | undefined;

  add(line: string): void {
    // Failed to compile droplet: Failed to run finalize script: exit status 7
    const failed = /^Failed to .*: exit status (\d+)$/.exec(line);
    if (failed) this.script = Number(failed[1]);
    const exit = /^Exit status (\d+)/.exec(line);
    if (exit) this.builder = Number(exit[1]);
    if (!isScripts(line)) return;
    this.finder.add(line);
    this.last.add(line);
  }

  /** `error`: that of the build, `BuildpackCompileFailed - App staging failed in the buildpack compile phase`. */
  failure(error: string | null, buildpack: string | undefined): { failure: StagingFailure; phase?: Phase } {
    const { name, words } = partsOf(error);
    const row = this.builder === supplyFailed ? supplyRow : (rows[name] ?? unknown(name, words));
    const { outcome, phase, message, remedies = [] } = row;
    if (!row.isScript)
      return {
        failure: new StagingFailure(outcome, '', message, { remedies, related: this.last.lines, ...codeOf(name, row) }),
        phase,
      };
    const cause = this.finder.cause(this.script ?? 1);
    const what = buildpack === undefined ? message : message.replace('the buildpack', buildpack);
    const status = this.script === undefined ? '' : ` (exit status ${this.script})`;
    return {
      failure: new StagingFailure(outcome, '', sentence(cause, `${what}${status}`), {
        related: this.last.lines,
        ...detailsOf(cause),
      }),
      phase,
    };
  }
}

const supplyRow: Row = {
  outcome: 'BuildpackSupplyFailed',
  phase: 'supply',
  message: 'bin/supply of the buildpack failed',
  isScript: true,
};

function partsOf(error: string | null): { name: string; words: string } {
  const [name = '', ...words] = (error ?? '').split(' - ');
  return { name, words: words.join(' - ') };
}

/** The platform's own words, and what may be done where they are about one thing. */
function unknown(name: string, words: string): Row {
  const said = words.replace(/^Staging error: /, '').replace(/[.\s]+$/, '');
  if (/start command not specified/i.test(said))
    return {
      outcome: 'StagingError',
      message:
        'The app is staged but cannot start, so the platform refuses it: neither a buildpack nor a Procfile gives a `web` command.',
      remedies: [{ advice: 'Add `command:` here', edit: { key: 'command' } }],
    };
  const why = said && said !== 'staging failed' ? `: ${said}` : '';
  return {
    outcome: 'StagingError',
    message: `The platform could not stage the app${why} (${name || 'no reason given'}).`,
    remedies: [{ advice: 'Read the log for the cause' }],
  };
}

/** The platform's name of it, where ours is less. */
const codeOf = (name: string, { outcome }: Row): Pick<FailureDetails, 'code'> =>
  outcome === 'StagingError' && name ? { code: name } : {};
