import { describeValues, fine } from '../../problems';

describeValues('command', {
  ...fine('node app.js', '~', 'null', '"true"'),
  '5': ['error 5|must be a string'],
  no: ['information no|reaches the platform as `false`'],
  '"1,000.50"': ['error "1,000.50"|without quotes, even where the manifest has some'],
  '[a]': ['error [a]|must be a string'],
});
