import { asMapping, asScalar, effectivePairs, follow, lookup, pairsOf, scalarsOf } from '../../yaml/tree';
import { isWrittenAsMapping } from '../normalise';
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
      for (const [key, variable] of pairsOf(follow(app.value, ['stackato', 'env']))) {
        if (!isHere(context, variable.key)) continue;
        if (reservedPart(key, 'stackato')) {
          report({
            at: variable.key,
            severity: 'warning',
            message: `Names that begin with \`VCAP_\` or \`VMC_\` are reserved: the server refuses \`${key}\`.`,
          });
        }
        const value = isWrittenAsMapping(variable) ? asMapping(variable.value) : undefined;
        if (!value) continue;
        const fallback = asScalar(lookup(value, 'default')?.value);
        const flag = (name: string) => isTclTrue(asScalar(lookup(value, name)?.value)?.text ?? 'no');
        const choices = scalarsOf(lookup(value, 'choices')?.value);
        // Of a variable with other mistakes nothing more is said: the client stops at the first.
        const sound = [...effectivePairs(value).keys()].every((one) => attributes.has(one));
        const undecided = booleanProblem(asScalar(lookup(value, 'required')?.value)?.text ?? 'no') !== undefined;
        if (!lookup(value, 'default') && !flag('required') && sound && !undecided) {
          report({
            at: variable.key,
            message: `\`${key}\` is neither required nor has it a default, so the push fails: add \`default:\`, or \`required: true\`.`,
            data: { fix: 'add', keys: ['default'], at: value.start },
          });
        }
        if (
          fallback &&
          choices.length &&
          !isOpen(fallback.text) &&
          !choices.some((one) => one.text === fallback.text || isOpen(one.text))
        ) {
          report({
            at: fallback,
            message: `The default must be one of the choices: ${listed(choices.map((one) => one.text))}, not \`${fallback.text}\`.`,
            data: { fix: 'replace', with: choices.slice(0, 3).map((one) => one.text) },
          });
        }
      }
    }
  },
};
