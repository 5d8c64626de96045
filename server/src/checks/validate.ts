// What the schema alone can say about a tree: wrong kinds and values, unknown, missing, doubled and outdated keys.
import { almostVariable } from './almostVariable';
import { conflictProblems } from './conflicts';
import { deprecatedKeyProblem } from './deprecatedKey';
import { spellingProblems } from './duplicateKey';
import { missingKeyProblem } from './missingKey';
import { noEffect } from './noEffect';
import { label, spanOf } from './calledAs';
import type { Checks, Platform, Problem, Reach } from './rule';
import { typeProblem } from './type';
import { unknownKeyProblems } from './unknownKey';
import { scalarProblem, tooFewProblem } from './value';
import { isRefusedByCf } from '../schema/sentPairs';
import { walk } from '../schema/walk';
import type { Visit } from '../schema/walk';
import { goType } from '../yaml/roundTrip';
import { effectivePairs, isNull } from '../yaml/tree';
import type { Mapping, Scalar, Tree, YamlNode } from '../yaml/tree';

/** Problems of a whole tree, and the visits of what the platform checks, for rules to go on with. */
export function validate(
  tree: Tree,
  platform: Platform,
  formats: Checks['formats'],
  reachOf: (node: YamlNode) => Reach = () => 'checked',
): { problems: Problem[]; visits: Visit[] } {
  const validation = new Validation(tree, platform, formats, reachOf);
  walk(tree.root, platform.schema, (visit) => validation.check(visit));
  return validation;
}

/** Problems of a value put in the place of a visited one, such as what a variable stands for. */
export function validateAt(
  place: Visit,
  value: YamlNode,
  tree: Tree,
  platform: Platform,
  formats: Checks['formats'],
): Problem[] {
  const validation = new Validation(tree, platform, formats, () => 'checked');
  walk(value, place.declared, (visit) => validation.check(visit), place);
  return validation.problems;
}

class Validation {
  readonly problems: Problem[] = [];
  readonly visits: Visit[] = [];
  private unknownKeys = 0;

  constructor(
    private readonly tree: Tree,
    private readonly platform: Platform,
    private readonly formats: Checks['formats'],
    private readonly reachOf: (node: YamlNode) => Reach,
  ) {}

  check(visit: Visit): void {
    const { node, schema, pair, declared, merged } = visit;
    const isScalar = node.kind === 'scalar';
    if (pair && !merged) this.add(deprecatedKeyProblem(visit, pair, this.tree));
    const reach = merged ? 'checked' : this.reachOf(node);
    if (reach === 'overwritten' || (reach === 'decoded' && !isRefusedByCf(node, schema))) return;
    this.visits.push(visit);
    if (declared.ignored || declared.forbidden || (isScalar && this.platform.placeholder.test(node.text))) return;
    if (isScalar && !this.platform.rawScalars && goType(node) === 'wrong') return; // rule `tag`
    const nothing = noEffect(visit);
    const wrong = nothing ? nothing.problem : typeProblem(visit, this.platform);
    if (nothing ?? wrong) this.add(wrong);
    else if (isScalar) this.scalar(visit, node);
    else if (node.kind === 'mapping') this.mapping(visit, node);
    else this.add(tooFewProblem(visit, node.items.length));
  }

  private scalar(visit: Visit, node: Scalar): void {
    const { schema } = visit;
    if (isNull(node) && !this.platform.rawScalars) return;
    const format = schema.format && this.formats[schema.format];
    if (!format) {
      this.add(scalarProblem(visit, node));
      return;
    }
    const found = format(node, schema, label(visit));
    if (!found) return;
    const issue = almostVariable(node, this.platform) ?? found;
    const severity = issue.severity ?? schema.severity ?? 'error';
    const message = /[.?!]$/.test(issue.message) ? issue.message : `${issue.message}.`;
    this.add({ ...issue, code: schema.format!, message, severity, ...spanOf(visit, node) });
  }

  private mapping(visit: Visit, node: Mapping): void {
    const { schema } = visit;
    const unknown = unknownKeyProblems(visit, node, this.platform, this.unknownKeys);
    this.unknownKeys += unknown.length;
    this.add(...unknown, ...spellingProblems(node, schema), ...conflictProblems(visit, this.platform));
    if (visit.merged || (!schema.minProperties && !schema.required.length)) return;
    const present = new Set([...effectivePairs(node).keys()].map((key) => schema.propertyName(key)));
    this.add(tooFewProblem(visit, present.size), missingKeyProblem(visit, node, present, this.tree));
  }

  private add(...problems: (Problem | undefined)[]): void {
    for (const problem of problems) if (problem) this.problems.push(problem);
  }
}
