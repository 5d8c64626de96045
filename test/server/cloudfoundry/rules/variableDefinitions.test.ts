import { app, describeProblems } from '../../problems';

describeProblems('variable-definitions', {
  'variables at the top that are none of BOSH’s': {
    text: `variables: {size: 1G}\n${app()}`,
    problems: ['error variables|definitions of BOSH'],
  },
  'variables at the top that cf makes no values for': {
    text: `variables:\n- name: key\n  type: rsa\n${app()}`,
    problems: ['warning key|a push without `--var key=…`'],
  },
});
