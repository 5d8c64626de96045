import { describeValues, fine } from '../../problems';

describeValues('health-check-type', {
  ...fine('port', 'process', '((type))'),
  none: ['information none|deprecated'],
  HTTP: ['error HTTP|`port`, `process` or `http`'],
  http: ['information http|needs a `health-check-http-endpoint`'],
});
