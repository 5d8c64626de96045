import { describeValues, fine } from '../../problems';

describeValues('lifecycle', {
  ...fine('buildpack', 'cnb'),
  Buildpack: ['warning Buildpack|ignores it'],
  docker: ['warning docker|no effect without `docker:`'],
});
