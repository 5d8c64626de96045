import { app, describeProblems } from '../../problems';

describeProblems('routing', {
  'no route at all': {
    text: app('random_route: true', 'no-route: true', 'health-check-type: process'),
    problems: ['warning random_route|ignored'],
  },
  'random and default': {
    text: app('random-route: true', 'default-route: true'),
    problems: ['error random-route|may not be used together'],
  },
  'random and listed': {
    text: app('random-route: true', 'routes:', '- route: a.example.com'),
    problems: ['warning random-route|ignored'],
  },
  'none and listed': {
    text: app('no-route: yes', 'health-check-type: process', 'routes:', '- route: a.example.com'),
    problems: ['warning routes|ignored'],
  },
  'none, but checked by its port': {
    text: app('no-route: true'),
    problems: ['information no-route|health-check-type: process'],
  },
  'switched off': { text: app('no-route: false', 'random-route: no', 'default-route: true'), problems: [] },
});
