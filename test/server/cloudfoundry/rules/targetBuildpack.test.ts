import { app, describeProblems } from '../../problems';
import { silentTarget, target } from '../../targetKnowledge';

describeProblems('target-buildpack', {
  'one that is installed': { text: app('buildpacks: [ruby_buildpack, acme_buildpack]'), target, problems: [] },
  'one that is not': {
    text: app('buildpacks:', '- rubi_buildpack'),
    target,
    problems: [
      'warning rubi_buildpack|no buildpack `rubi_buildpack` in `acme/dev` at api.example.com (asked 2025-11-27 14:03). did you mean `ruby_buildpack`?',
    ],
  },
  'one that is usual, but not there': {
    text: app('buildpacks: [go_buildpack]'),
    target,
    problems: ['warning go_buildpack|no buildpack `go_buildpack`'],
  },
  'one that has another name elsewhere': {
    text: app('buildpacks: [ruby-buildpack]'),
    target: {
      ...target,
      buildpacks: [{ name: 'ruby-buildpack', position: 1, enabled: true, lifecycle: 'buildpack' }],
    },
    problems: [],
  },
  'one that is switched off': {
    text: app('buildpacks: [old_buildpack]'),
    target,
    problems: ['warning old_buildpack|switched off in `acme/dev`'],
  },
  'one for other stacks only': {
    text: app('stack: cflinuxfs4', 'buildpacks: [hwc_buildpack]'),
    target,
    problems: ['warning hwc_buildpack|there for `windows` only, not for the stack `cflinuxfs4`'],
  },
  'a cloud native one': { text: app('lifecycle: cnb', 'buildpacks: [java]'), target, problems: [] },
  'a cloud native one without its lifecycle': {
    text: app('buildpacks: [java]'),
    target,
    problems: ['warning java|no buildpack `java`'],
  },
  'URLs and folders are no business of the platform’s list': {
    text: app('buildpacks: [https://example.com/bp.zip, ./bp, https://example.com/team/bp]'),
    target,
    files: { 'bp/bin/detect': '' },
    problems: ['information ./bp|on this machine'],
  },
  'detection, in the old key': {
    text: app('buildpack: default'),
    target,
    problems: ['information buildpack|deprecated'],
  },
  'a variable': { text: app('buildpacks: [((bp))]'), target, problems: [] },
  'a platform that did not say': { text: app('buildpacks: [own_thing]'), target: silentTarget, problems: [] },
  'no platform': { text: app('buildpacks: [own_thing]'), problems: [] },
});
