import { app, describeProblems } from '../../problems';
import { silentTarget, target } from '../../targetKnowledge';

const route = (text: string) => app('routes:', `- route: ${text}`);

describeProblems('target-domain', {
  'a host in a domain': { text: route('shop.apps.example.com/cart'), target, problems: [] },
  'the domain itself': { text: route('Example.com'), target, problems: [] },
  'several levels below a domain': { text: route('a.b.example.com'), target, problems: [] },
  'an internal one': { text: route('shop.apps.internal'), target, problems: [] },
  'in none of them': {
    text: route('shop.elsewhere.org'),
    target,
    problems: [
      'warning shop.elsewhere.org|in no domain of `acme/dev` at api.example.com (asked 2025-11-27 14:03). its domains are `example.com` and `apps.example.com`',
    ],
  },
  'one that only ends alike': {
    text: route('shop.myexample.com'),
    target,
    problems: ['warning shop.myexample.com|did you mean `shop.example.com`?'],
  },
  'a slip in the domain': {
    text: route('shop.apps.exmaple.com/cart'),
    target,
    problems: ['warning shop.apps.exmaple.com/cart|did you mean `shop.apps.example.com`?'],
  },
  'a TCP route': { text: route('tcp.example.com:1234'), target, problems: [] },
  'a port in a domain without TCP': {
    text: route('tcp://example.com:1234'),
    target,
    problems: ['warning tcp://example.com:1234|take a TCP domain (`tcp.example.com`)'],
  },
  'no port in a TCP domain': {
    text: route('tcp.example.com'),
    target,
    problems: ['warning tcp.example.com|only TCP routes'],
  },
  'a host in a TCP domain': {
    text: route('tcp://shop.tcp.example.com:1234'),
    target,
    problems: ['warning tcp://shop.tcp.example.com:1234|write `tcp.example.com:1234`'],
  },
  'a variable': { text: route('((host)).elsewhere.org'), target, problems: [] },
  'a platform that did not say': { text: route('shop.elsewhere.org'), target: silentTarget, problems: [] },
  'no platform': { text: route('shop.elsewhere.org'), problems: [] },
});
