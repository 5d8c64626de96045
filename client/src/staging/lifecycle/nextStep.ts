// What to do about a script that failed: by how it ended, else by what its last words tell of the cause.
import type { Remedy } from '../../../../server/src/base/remedy';
import { trustProxy } from '../buildpacks/certificates';
import type { ScriptEnd } from './runScript';

/** How it ended, in the reference's words → what next. */
const endings: [RegExp, Remedy | string][] = [
  [/permission denied$/, 'Make it executable: chmod +x'],
  [/exec format error$/, 'Give it a first line such as #!/usr/bin/env bash'],
  [
    /no such file or directory$/,
    'Check that the file exists and that the interpreter of its first line does (CRLF line ends break it)',
  ],
  [/^signal: killed$/, 'Something killed it, most often for lack of memory: raise `memory:`'],
];

/** Words of tools that buildpacks call → what next. */
const causes: [RegExp, Remedy | string][] = [
  [
    /no space left on device|disk quota exceeded/i,
    'The disk is full: remove images and containers the engine no longer needs (docker system prune), or make the app smaller',
  ],
  [
    /resource temporarily unavailable|cannot fork|unable to create (?:a )?(?:native )?thread/i,
    'It reached the limit of processes and threads. Let it run fewer jobs side by side',
  ],
  [
    /cannot allocate memory|out of memory|heap limit|OutOfMemoryError/i,
    'It ran out of memory: raise `memory:`, or let it use less',
  ],
  [/\\r[’']|\^M|\r['’]?: /, 'A script has CRLF line ends: save it with LF (git: `* text eol=lf` in .gitattributes)'],
  [
    /certificate (?:verify failed|problem|has expired)|self[- ]signed certificate|unable to get (?:local )?issuer/i,
    { ...trustProxy, advice: `It does not trust a certificate. ${trustProxy.advice}` },
  ],
  [
    /could not resolve host|temporary failure in name resolution|name or service not known|EAI_AGAIN|ENOTFOUND|network is unreachable/i,
    'It could not reach the network. Check the connection and the proxy variables (http_proxy, https_proxy, no_proxy), which `env:` may set',
  ],
];

/** One or two sentences. */
export function nextStep({ description, lastWords }: Pick<ScriptEnd, 'description' | 'lastWords'>): Remedy {
  const ending = endings.find(([pattern]) => pattern.test(description));
  const said = lastWords.join('\n');
  const cause = ending ?? causes.find(([pattern]) => pattern.test(said));
  const remedy = cause?.[1] ?? 'Read its output in the log for the cause';
  return typeof remedy === 'string' ? { advice: remedy } : remedy;
}

/** A script's last line as a sentence: ` It said: “…”.`, or as it is when it is a sentence itself. */
export function lastWord(lastWords: string[]): string {
  if (!lastWords.length) return ' It said nothing.';
  const said = plain(lastWords.at(-1)!);
  return ` It said: “${said}”${/[.!?]$/.test(said) ? '' : '.'}`;
}

/** Without ANSI sequences, and of a line that repaints itself what is last to be seen. */
export const plain = (text: string): string =>
  text
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/^[^]*\r(?=[^])/, '')
    .trim();
