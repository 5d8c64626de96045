// What fits into a notification: the first sentence. The rest stands where there is room, in the log and in the problem.

/** Characters; longer sentences make a notification that nobody reads. */
const most = 120;

/** `No such gem. Add it to the Gemfile.` → `No such gem.` */
export function shortly(message: string): string {
  const [sentence] = /^[^]*?[^.…\s][.!?](?=\s|$)/.exec(message) ?? [message];
  if (sentence.length <= most) return sentence;
  const cut = sentence.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2))}…`;
}
