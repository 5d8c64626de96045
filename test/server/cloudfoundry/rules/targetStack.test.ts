import { app, describeProblems } from '../../problems';
import { silentTarget, target } from '../../targetKnowledge';

describeProblems('target-stack', {
  'a stack of the platform': { text: app('stack: windows'), target, problems: [] },
  'one that it does not have': {
    text: app('stack: cflinuxfs9'),
    target,
    problems: [
      'warning cflinuxfs9|no stack `cflinuxfs9` in `acme/dev` at api.example.com (asked 2025-11-27 14:03). did you mean `cflinuxfs4`?',
    ],
  },
  'one that is like none of its own': {
    text: app('stack: alpine'),
    target,
    problems: ['warning alpine|(asked 2025-11-27 14:03). it has `cflinuxfs4` and `windows`.'],
  },
  'a retired one that it no longer has is told once': {
    text: app('stack: cflinuxfs3'),
    target,
    problems: ['warning cflinuxfs3|no stack `cflinuxfs3`'],
  },
  'a retired one that it still has': {
    text: app('stack: cflinuxfs3'),
    target: { ...target, stacks: [{ name: 'cflinuxfs3', description: '' }] },
    problems: ['information cflinuxfs3|end of life'],
  },
  'a variable': { text: app('stack: ((stack))'), target, problems: [] },
  'an app that runs an image, where the stack is ignored': {
    text: app('stack: alpine', 'docker: {image: nginx}'),
    target,
    problems: ['information stack|has no effect together with `docker`'],
  },
  'a platform that did not say': { text: app('stack: alpine'), target: silentTarget, problems: [] },
  'no platform': { text: app('stack: alpine'), problems: [] },
});
