// Credentials in the URL of a buildpack.
import { redactUrls, userInfoOf } from '../base/credentials';
import type { BuildpackProblem } from './problem';
import { isSecret } from './reference';

export function secretProblems(value: string): BuildpackProblem[] {
  const info = userInfoOf(value);
  if (!info || !isSecret(value, info.text)) return [];
  const without = value.slice(0, info.start) + value.slice(info.start + info.text.length);
  return [
    {
      code: 'buildpack-credentials',
      severity: 'warning',
      message: `The password in this URL is readable for everybody who sees the manifest, and the platform prints it when the clone fails. Take it out, and give the platform access to \`${redactUrls(without)}\` in another way.`,
      start: info.start,
      end: info.start + info.text.length - 1,
      fix: { title: 'Remove the credentials', value: without },
    },
  ];
}
