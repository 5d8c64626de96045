import { describeValues, fine } from '../../problems';

describeValues('random-route', {
  ...fine('true', 'False', 'yes', 'NO', 'on', 'y', '((flag))'),
  '"true"': ['error "true"|in quotes is a string'],
  '1': ['error 1|boolean'],
  maybe: ['error maybe|boolean'],
});
