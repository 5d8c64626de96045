// Which attributes of an application are those of its web process.

/** Attributes that a `web` entry of `processes` takes away from the application, as a group. */
export const processAttributes = [
  'command',
  'instances',
  'memory',
  'disk_quota',
  'log-rate-limit-per-second',
  'timeout',
  'health-check-type',
  'health-check-http-endpoint',
  'health-check-invocation-timeout',
  'health-check-interval',
  'readiness-health-check-type',
  'readiness-health-check-http-endpoint',
  'readiness-health-check-invocation-timeout',
  'readiness-health-check-interval',
];
