// A cell of the matrix, and what became of it.
import type { Outcome } from '../report/events';
import type { EngineName, Matrix } from './matrixFile';

export interface Cell {
  /** As in the file: a folder or a git URL. */
  application: string;
  /** Of this application, in the manifest it has. */
  buildpacks?: string[];
  stack?: string;
  engine: EngineName;
}

export interface CellResult extends Cell {
  outcome: Outcome;
  /** The sentence of the failure. */
  message?: string;
  ms: number;
  /** Of a droplet: bytes, and the digest of its content. */
  size?: number;
  sha256?: string;
  startCommand?: string;
  /** `ruby 1.10.18` */
  builtBy?: string[];
  /** Of all that went in. */
  inputs?: string;
  /** From an earlier run with the same inputs. */
  reused?: true;
}

/** Applications × buildpacks × stacks × engines, in the order of the file. */
export const cellsOf = (applications: string[], { buildpacks, stacks, engines }: Matrix): Cell[] =>
  applications.flatMap((application) =>
    buildpacks.flatMap((chosen) =>
      stacks.flatMap((stack) => engines.map((engine) => ({ application, buildpacks: chosen, stack, engine }))),
    ),
  );

/** Tells a cell from all others: `apps/web · ruby_buildpack · cflinuxfs4 · docker` */
export const nameOf = ({ application, buildpacks, stack, engine }: Cell): string =>
  [application, buildpacks?.join(', '), stack, engine].filter(Boolean).join(' · ');

export const isStaged = ({ outcome }: CellResult): boolean => outcome === 'staged';
