import { describeValues, fine } from '../../problems';

describeValues('instances', {
  ...fine('0', '2', '2000000', '((n))', '~'),
  '-1': ['error -1|greater than or equal to 0'],
  '2000001': ['error 2000001|less than or equal to 2000000'],
  two: ['error two|not a number'],
  '"2"': ['error "2"|without quotes'],
  '2.7': ['warning 2.7|integer'],
  '-1.5': ['error -1.5|greater than or equal to 0'],
  '.inf': ['error .inf|must be a whole number'],
  '[2]': ['error [2]|must be an integer'],
});

describeValues('health-check-interval', {
  ...fine('30', '"30"'),
  '0': ['error 0|greater than or equal to 1'],
  '1.5': ['error 1.5|integer'],
  '"1_0"': ['error "1_0"|digits alone'],
  '"5 "': ['error "5 "|digits alone'],
  '"0x0b"': ['error "0x0b"|not a number'],
  '09223372036854775807': ['error 09223372036854775807|integer'],
});

describeValues('timeout', {
  ...fine('1', '180'),
  '0': ['warning timeout|cf leaves it out'],
  '-1': ['error -1|greater than or equal to 1'],
  '600': ['information 600|at most 180'],
});
