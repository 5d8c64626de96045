import { app, describeProblems } from '../../problems';
import { silentTarget, target } from '../../targetKnowledge';

describeProblems('target-service', {
  'an instance of the space': { text: app('services:', '- orders-db', '- name: mail'), target, problems: [] },
  'one that is not there': {
    text: app('services: [db]'),
    target,
    problems: [
      'warning db|no service instance `db` in `acme/dev` at api.example.com (asked 2025-11-27 14:03). create it before you push',
    ],
  },
  'a slip': {
    text: app('services:', '- name: order-db', '  parameters: {}'),
    target,
    problems: ['warning order-db|did you mean `orders-db`?'],
  },
  'a variable': { text: app('services: [((db))]'), target, problems: [] },
  'an empty space': {
    text: app('services: [db]'),
    target: { ...target, serviceInstances: [] },
    problems: ['warning db|no service instance'],
  },
  'a platform that did not say': { text: app('services: [db]'), target: silentTarget, problems: [] },
  'no platform': { text: app('services: [db]'), problems: [] },
});
