// What a manifest asks of the user: `((variables))` without a value, Stackato's `${ask …}` and its variables of `env:` in long form.
import { variableId } from '../../../../server/src/base/protocol';
import type {
  Question,
  ResolvedApplication,
  ResolvedManifest,
  SourceRange,
} from '../../../../server/src/base/protocol';
import { badInput } from '../report/failure';

/** The questions of these applications and those that belong to no application at all. */
export function questionsOf(manifest: ResolvedManifest, chosen: readonly ResolvedApplication[]): Question[] {
  const inside = (application: ResolvedApplication, range: SourceRange) =>
    range.start.line >= application.range.start.line && range.end.line <= application.range.end.line;
  const others = manifest.applications.filter((one) => !chosen.includes(one));
  const asked = manifest.questions.filter(({ range }) => !range || !others.some((one) => inside(one, range)));
  return asked.filter(({ id }, index) => asked.findIndex((one) => one.id === id) === index);
}

/**
 * Answers without asking anybody: `given` by the prompt of `${ask …}` or the name of a variable, else what the user's own
 * environment has for a variable that inherits, else the default. Throws `BadInput` for a missing or impossible answer.
 */
export function answersFrom(
  questions: Question[],
  uri: string,
  given: Record<string, string>,
  environment: NodeJS.ProcessEnv,
): Record<string, string> {
  const answers: Record<string, string> = {};
  refuseMissing(
    questions.filter(({ id }) => id.startsWith(variableId)),
    uri,
  );
  for (const question of questions) {
    const name = nameOf(question);
    const inherited = question.inheritFrom === undefined ? undefined : environment[question.inheritFrom];
    const answer = given[name] ?? inherited ?? question.default;
    const at = { value: name, range: question.range, uri };
    if (answer === undefined)
      throw badInput(unanswered(question, name), at, { advice: 'Give a value', option: `--var '${name}=…'` });
    if (question.choices && !question.choices.includes(answer))
      throw badInput(
        `“${question.hidden ? '…' : answer}” is no answer to “${question.prompt}”: it must be one of ${question.choices.join(', ')}.`,
        at,
        { advice: 'Give one of them', option: `--var '${name}=…'` },
      );
    answers[question.id] = answer;
  }
  return answers;
}

/** All at once, as a push names them; a variable that is asked for has no value. */
function refuseMissing(variables: Question[], uri: string): void {
  const [first] = variables;
  if (!first) return;
  const names = variables.map(nameOf).sort();
  const listed = names.map((name) => `((${name}))`).join(', ');
  throw badInput(
    `The manifest has no value for ${listed}. A push refuses it: “Expected to find variables: ${names.join(', ')}”.`,
    { value: undefined, range: first.range, uri },
    {
      advice: names.length > 1 ? 'Give them' : 'Give it',
      setting: 'staging.variablesFiles',
      option: `--var ${names[0]}=… or --vars-file FILE`,
    },
  );
}

/** `ask:Who are you` → `Who are you`; `env:web:KIND` → `KIND`; `var:size` → `size`. */
const nameOf = ({ id }: Question): string => (id.startsWith('ask:') ? id.slice(4) : id.slice(id.lastIndexOf(':') + 1));

function unanswered({ id, required }: Question, name: string): string {
  if (id.startsWith('ask:')) return `The manifest asks “${name}”, and nobody is there to answer.`;
  return required
    ? `The variable ${name} is required and has no value, nor a \`default\`.`
    : `The variable ${name} is neither required nor has it a default, which Stackato refuses. Add a \`default\`.`;
}
