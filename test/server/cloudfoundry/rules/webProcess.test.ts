import { app, describeProblems } from '../../problems';

describeProblems('web-process', {
  'a web process takes all process attributes away': {
    text: app('memory: 1G', 'instances: -1', 'processes:', '- type: web', '  disk_quota: 1G'),
    problems: ['warning memory|no effect here', 'warning instances|no effect here'],
  },
  'another process does not': { text: app('memory: 1G', 'processes:', '- type: worker'), problems: [] },
  'sidecars with room': {
    text: app('memory: 512M', 'sidecars:', '- {name: s, command: c, process_types: [web], memory: 256M}'),
    problems: [],
  },
});
