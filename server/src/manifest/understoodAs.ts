// "The file is understood as Stackato's because of `mem`": told where one key alone has decided whose the file is.
import type { Kind } from '../base/protocol';
import { shorten } from '../base/words';
import { manifestsPage } from '../checks/pages';
import type { Problem } from '../checks/rule';
import { platforms } from './platforms';

/** At most one; none where a comment, the name or several keys have decided. */
export function understoodAs({ platform, doubt }: Kind): Problem[] {
  if (!platform || !doubt) return [];
  const { key, start, end } = doubt;
  const message =
    `The file is understood as ${platforms[platform].name}’s because of \`${shorten(key)}\` alone. ` +
    `Cloud Foundry has no such key and ignores it without a word: if the file is meant for it, write the key it knows, or say so in a comment: \`# cf-staging: cloudfoundry\`.`;
  return [
    {
      code: 'understood-as',
      severity: 'information',
      message,
      start,
      end,
      docs: manifestsPage,
      data: { fix: 'sayPlatform', to: ['cloudfoundry', 'stackato'] },
    },
  ];
}
