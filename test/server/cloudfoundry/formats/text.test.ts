import { describeValues, fine } from '../../problems';

describeValues('stack', {
  ...fine('4', 'cflinuxfs4', 'my-stack'),
  cflinuxfs2: ['information cflinuxfs2|end of life'],
});

describeValues('buildpacks', {
  ...fine('[]', '[java_buildpack]', '((all))', '["((one))"]'),
  java_buildpack: ['error java_buildpack|must be a list'],
  '[99]': ['error 99|must be a string'],
  '[""]': ['error ""|must not be empty'],
});
