// What the page and the editor say to each other.
import type { Difference } from '../../staging/analysis/differences';
import type { DropletReport } from '../../staging/analysis/dropletReport';
import type { Duplicates } from '../../staging/analysis/equalFiles';
import type { FolderView } from '../../staging/analysis/folderView';

/** From the page. */
export type Ask =
  /** Tell me everything; of the droplet, the sizes in this folder. */
  | { kind: 'ready'; folder?: string }
  | { kind: 'folder'; path: string }
  /** A file of the droplet, or what differs in it. */
  | { kind: 'open'; path: string }
  | { kind: 'openAll' }
  | { kind: 'copy'; text: string };

/** To the page. */
export type Tell =
  | { kind: 'report'; texts: Texts; name: string; report: DropletReport; steps: Step[] }
  | { kind: 'folder'; view: FolderView }
  | { kind: 'duplicates'; duplicates: Duplicates }
  /** `subject` comes back when the editor has restarted and makes the page anew. */
  | { kind: 'comparison'; texts: Texts; subject: unknown; comparison: Comparison }
  | { kind: 'failure'; message: string }
  /** The droplet was made anew: ask again. */
  | { kind: 'changed' };

/** One bar of the timeline, in milliseconds since the staging began. */
export interface Step {
  title: string;
  start: number;
  ms: number;
}

export interface Comparison {
  before: Side;
  after: Side;
  /** Bytes more, or fewer, unpacked. */
  cost: number;
  count: Record<Difference['kind'], number>;
  /** A folder that is new or gone is one row. */
  rows: Difference[];
  /** Rows that are not sent. */
  left: number;
}

interface Side {
  name: string;
  /** Bytes of the archive. */
  size: number;
}

/** Every text of the page by its name; `{0}` stands for a value. */
export type Texts = Record<TextName, string>;

export type TextName =
  | 'sum'
  | 'processes'
  | 'process'
  | 'sidecarFor'
  | 'command'
  | 'noCommand'
  | 'healthCheck'
  | 'buildpacks'
  | 'buildpack'
  | 'version'
  | 'noBuildpacks'
  | 'phases'
  | 'phase'
  | 'start'
  | 'duration'
  | 'share'
  | 'noPhases'
  | 'space'
  | 'treemap'
  | 'treemapHelp'
  | 'parents'
  | 'whole'
  | 'name'
  | 'kind'
  | 'size'
  | 'entries'
  | 'folder'
  | 'file'
  | 'package'
  | 'rest'
  | 'packages'
  | 'noPackages'
  | 'path'
  | 'largest'
  | 'duplicates'
  | 'duplicatesSum'
  | 'duplicatesWait'
  | 'noDuplicates'
  | 'copies'
  | 'wasted'
  | 'environment'
  | 'variable'
  | 'value'
  | 'withheld'
  | 'services'
  | 'noEnvironment'
  | 'careful'
  | 'finding'
  | 'copy'
  | 'showAll'
  | 'openFile'
  | 'openDifference'
  | 'openAll'
  | 'comparison'
  | 'comparisonSum'
  | 'same'
  | 'change'
  | 'added'
  | 'removed'
  | 'changed'
  | 'difference'
  | 'before'
  | 'after'
  | 'manyEntries'
  | 'left';
