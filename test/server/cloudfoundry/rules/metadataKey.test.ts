import { app, describeProblems } from '../../problems';

describeProblems('metadata-key', {
  'a blank in the key of an annotation': {
    text: app('metadata: {annotations: {"a b": x}}'),
    problems: ['error "a b"|contains invalid characters'],
  },
  'annotations without a value, whose keys nobody looks at': {
    text: app('metadata: {annotations: {"a b": " ", "c d": ~, "e f": ""}}'),
    problems: [],
  },
});
