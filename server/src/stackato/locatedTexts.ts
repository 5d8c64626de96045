// The texts of a Stackato manifest with their symbols replaced, where each is written, and what is wrong with them.
import type { Located, Question, SourceRange } from '../base/protocol';
import { sourceOf } from '../base/resolveContext';
import type { ResolveContext, Source } from '../base/resolveContext';
import { asScalar, fileOf } from '../yaml/tree';
import type { Scalar, YamlNode } from '../yaml/tree';
import { symbolProblem } from './symbolProblem';
import { Expander } from './symbols';
import type { Scope, SymbolFailure } from './symbols';

/** Values of the target's symbols when nobody gives them: staging has no target. */
export const targets: Record<string, string> = {
  'target-base': 'stackato.local',
  'space-base': 'stackato.local',
  'target-url': 'https://api.stackato.local',
};

export class LocatedTexts {
  /** What has to be asked before the texts are known. */
  readonly questions: Question[] = [];
  private readonly sources = new Map<string, Source>();
  private readonly reported = new Set<string>();
  private readonly expander = new Expander();

  constructor(private readonly context: ResolveContext) {}

  /** A scalar with its symbols replaced; undefined for anything that is none. */
  text(value: YamlNode | undefined, scope: Scope): Located<string> | undefined {
    const scalar = asScalar(value);
    if (!scalar) return undefined;
    const { text, failures } = this.expander.expand(scalar.text, scope, {
      ask: (question) => this.ask(question, scalar),
      target: (symbol) => this.context.options.variables?.[symbol] ?? targets[symbol]!,
    });
    for (const failure of failures) this.symbolFailure(failure, scalar);
    return { value: text, ...this.place(scalar) };
  }

  private ask(prompt: string, value: Scalar): string {
    const id = `ask:${prompt}`;
    if (!this.questions.some((question) => question.id === id)) {
      const { range, uri } = this.place(value);
      this.questions.push({ id, prompt, required: true, ...(range && !uri && { range }) });
    }
    return this.context.options.answers?.[id] ?? '';
  }

  private symbolFailure(failure: SymbolFailure, value: Scalar): void {
    this.problem(failure.kind === 'cycle' ? 'symbol-cycle' : 'symbol', symbolProblem(failure), value);
  }

  problem(code: string, message: string, value: YamlNode): void {
    const { range, uri } = this.place(value);
    const key = `${code} ${message} ${uri} ${JSON.stringify(range)}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.context.problems.push({ code, severity: 'error', message, range: range!, ...(uri && { uri }) });
  }

  place(node: YamlNode): { range: SourceRange; uri?: string } {
    const file = fileOf(node);
    if (file.uri === this.context.uri) return { range: this.context.rangeOf(node) };
    let source = this.sources.get(file.uri);
    if (!source) this.sources.set(file.uri, (source = sourceOf(file.tree.text, file.uri)));
    return { uri: file.uri, range: source.rangeOf(node) };
  }
}
