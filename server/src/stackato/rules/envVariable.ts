import { at, mapOf, scalarOf, scalarsOf } from '../value';
import { booleanProblem } from '../formats/boolean';
import { isTclTrue } from '../tcl';
import { reservedPart } from '../../base/reservedVariables';
import { listed } from '../../base/words';
import type { StackatoRule } from '../context';
import { isHere, isOpen } from '../context';
import { stackatoPage } from '../../checks/pages';

const attributes = new Set(['default', 'required', 'inherit', 'prompt', 'choices', 'hidden', 'scope']);

/** Variables in the long form, which say how the client gets their values. */
export const envVariable: StackatoRule = {
  id: 'env-variable',
  severity: 'error',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      for (const variable of mapOf(at(app.value, 'stackato', 'env'))?.entries.values() ?? []) {
        if (!isHere(context, variable)) continue;
        const { key, keyNode, value } = variable;
        if (reservedPart(key, 'stackato')) {
          report({
            at: keyNode,
            severity: 'warning',
            message: `Names that begin with \`VCAP_\` or \`VMC_\` are reserved: the server refuses \`${key}\`.`,
          });
        }
        if (value.kind !== 'map' || value.node.kind === 'scalar') continue;
        const fallback = scalarOf(at(value, 'default'));
        const flag = (name: string) => isTclTrue(scalarOf(at(value, name))?.text ?? 'no');
        const choices = scalarsOf(at(value, 'choices'));
        // Of a variable with other mistakes nothing more is said: the client stops at the first.
        const sound = [...value.entries.keys()].every((one) => attributes.has(one));
        const undecided = booleanProblem(scalarOf(at(value, 'required'))?.text ?? 'no') !== undefined;
        if (!at(value, 'default') && !flag('required') && sound && !undecided) {
          report({
            at: keyNode,
            message: `\`${key}\` is neither required nor has it a default, so the push fails: add \`default:\`, or \`required: true\`.`,
            data: { fix: 'add', keys: ['default'], at: value.node.start },
          });
        }
        if (
          fallback &&
          choices.length &&
          !isOpen(fallback.text) &&
          !choices.some((one) => one.text === fallback.text || isOpen(one.text))
        ) {
          report({
            at: fallback.node,
            message: `The default must be one of the choices: ${listed(choices.map((one) => one.text))}, not \`${fallback.text}\`.`,
            data: { fix: 'replace', with: choices.slice(0, 3).map((one) => one.text) },
          });
        }
      }
    }
  },
};
