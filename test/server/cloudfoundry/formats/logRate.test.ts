import { describeValues, fine } from '../../problems';

describeValues('log-rate-limit-per-second', {
  ...fine('-1', '"-1"', '-1B', '0', '"0"', '0TB', '16K', '0.5M', '1G', '00', '0.0'),
  '9999': ['error 9999|lacks a unit'],
  '-2': ['error -2|unit'],
  '-1 B': ['error -1 B|No space'],
  '-1K': ['error -1K|greater than or equal to -1'],
  '200INVALID': ['error 200INVALID|not a unit'],
});
