// Ways out that problems of several parts have.
import type { Remedy } from '../../../../server/src/base/remedy';

/** When a certificate is not trusted. */
export const trustProxy: Remedy = {
  advice: 'If a proxy re-signs TLS here, name its certificate',
  setting: 'staging.caFiles',
  option: '--ca-file FILE',
};
