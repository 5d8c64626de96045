import { app, describeProblems } from '../../problems';

describeProblems('duplicates', {
  keys: { text: app('memory: 1G', 'memory: 2G'), problems: ['warning memory|already given above'] },
  'keys in two styles': {
    text: app('disk_quota: 1G', 'disk-quota: 2G'),
    problems: ['error disk-quota|same attribute'],
  },
  applications: { text: `${app()}- name: my-app\n`, problems: ['warning my-app|replaces the earlier'] },
  processes: { text: app('processes:', '- type: web', '- type: web'), problems: ['error web|only be present once'] },
  routes: {
    text: app('routes:', '- route: a.example.com', '- route: a.example.com'),
    problems: ['warning a.example.com|already listed'],
  },
  services: { text: app('services:', '- db', '- name: db'), problems: ['information db|already bound'] },
  sidecars: {
    text: app(
      'sidecars:',
      '- {name: s, command: c, process_types: [web]}',
      '- {name: s, command: d, process_types: [web]}',
    ),
    problems: ['warning s|overwrites the earlier'],
  },
});
