// A light view of the applications of a Cloud Foundry manifest, for rules and features: keys as the platform reads them, merges applied.
import { sentPairs } from '../schema/sentPairs';
import { manifestSchema } from '../schema/schemas';
import { asMapping, asScalar, asSequence, isMergeKey, lookup, mergedMappings } from '../yaml/tree';
import type { Mapping, Pair, Scalar, Tree, YamlNode } from '../yaml/tree';
import { isText, isTrue } from '../yaml/scalars';

export const applicationSchema = manifestSchema.property('applications')!.entries!;
export const processSchema = applicationSchema.property('processes')!.entries!;

/** A mapping whose keys are read in any style (`disk-quota` is `disk_quota`), with merge keys applied: an application or a process. */
export class Attributes {
  constructor(
    readonly node: Mapping,
    private readonly schema = processSchema,
  ) {}

  /** The pair that counts for this attribute; give its name as the schema has it. */
  get(attribute: string): Pair | undefined {
    return sentPairs(this.node, this.schema).get(attribute);
  }

  value(attribute: string): YamlNode | undefined {
    return this.get(attribute)?.value;
  }

  scalar(attribute: string): Scalar | undefined {
    return asScalar(this.value(attribute));
  }

  text(attribute: string): string | undefined {
    return this.scalar(attribute)?.text;
  }

  /** True for a boolean attribute that is on. */
  isTrue(attribute: string): boolean {
    const scalar = this.scalar(attribute);
    return scalar !== undefined && !isText(scalar) && isTrue(scalar.text);
  }

  /** Where a finding about the mapping as a whole is shown. */
  get firstKey(): { start: number; end: number } {
    return this.node.pairs[0]?.key ?? { start: this.node.start, end: Math.max(this.node.end, this.node.start + 1) };
  }

  /** A merge key brings in something that is not known here, such as a `((variable))`. */
  get hasOpenMerge(): boolean {
    return this.node.pairs.some((pair) => isMergeKey(pair) && !mergedMappings(pair).length);
  }

  /** The mappings of a list such as `processes`. */
  entries(attribute: string): Mapping[] {
    return asSequence(this.value(attribute))?.items.flatMap((item) => asMapping(item) ?? []) ?? [];
  }
}

export class Application extends Attributes {
  private processList?: Attributes[];

  constructor(
    node: Mapping,
    readonly index: number,
  ) {
    super(node, applicationSchema);
  }

  get name(): string | undefined {
    return this.text('name');
  }

  get processes(): Attributes[] {
    return (this.processList ??= this.entries('processes').map((node) => new Attributes(node)));
  }

  /** The entry for `web`, which takes the place of the application's own process attributes. */
  get webProcess(): Attributes | undefined {
    return this.processes.find((process) => process.text('type') === 'web');
  }

  /** Sidecars and routes: their keys are literal. */
  get sidecars(): Mapping[] {
    return this.entries('sidecars');
  }

  get routes(): Mapping[] {
    return this.entries('routes');
  }
}

/** The applications of a manifest that are mappings, in order. */
export function applicationsOf(tree: Tree): Application[] {
  const items = asSequence(lookup(tree.root, 'applications')?.value)?.items ?? [];
  return items.flatMap((item, index) => {
    const mapping = asMapping(item);
    return mapping ? new Application(mapping, index) : [];
  });
}
