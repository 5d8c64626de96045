// `npm run floors`: draws the floors of .dependency-cruiser.mjs into CONTRIBUTING.md; a test holds the two together.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './machine';

/** From the roof down: folder, and what is on that floor. */
export type Floors = [folder: string, what: string][];

const page = join(root, 'CONTRIBUTING.md');
const frame = /(<!-- floors -->\n)[\s\S]*?(<!-- \/floors -->)/;

export const readFloors = async (): Promise<Floors> =>
  // An ES module, which CommonJS reaches by a path that TypeScript does not follow.
  ((await import(join(root, '.dependency-cruiser.mjs'))) as { floors: Floors }).floors;

/** A text picture: one line per floor, a line drawn where a wing ends. */
export function picture(floors: Floors): string {
  const width = Math.max(...floors.map(([folder]) => folder.length));
  const wing = (folder: string) =>
    folder
      .split('/')
      .slice(0, folder.startsWith('client/src/staging') ? 3 : 1)
      .join('/');
  const lines = floors.flatMap(([folder, what], index) => {
    const before = floors[index - 1]?.[0];
    const line = `${folder.padEnd(width)}   ${what}`;
    return before && wing(before) !== wing(folder) ? ['─'.repeat(width), line] : [line];
  });
  return `\`\`\`\n${lines.join('\n')}\n\`\`\`\n`;
}

/** The page as it should be. */
export const withPicture = (text: string, floors: Floors): string =>
  text.replace(frame, (_, start: string, end: string) => `${start}\n${picture(floors)}\n${end}`);

export const readPage = (): string => readFileSync(page, 'utf8');

if (process.argv[1] === __filename)
  void readFloors().then((floors) => writeFileSync(page, withPicture(readPage(), floors)));
