// Looks through the output of a script while it streams and answers what made it fail.
import { frameOf, isInstalled, placeOf } from './frames';
import { isHeader, isSentence, markedWords, saysNothing, withoutTime } from './lastWords';
import type { NamedPlace } from '../report/failure';
import { plain } from '../report/outputLines';
import type { Cause, Rank, Row, Told } from './tables/row';
import { ranks } from './tables/row';
import { rows, statuses } from './tables';
import { uncaught } from './tables/interpreters';

/** Characters; what follows in a line is not looked at. */
export const longestLine = 2000;
const mostWords = 240;
const mostPlaces = 8;
/** Lines below an error in which its frames are looked for. */
const reach = 30;
const readOutput = 'Read its output in the log for the cause';
const lookInside = 'Look for these words in the script to see what it wants';

interface Hit {
  row: Row;
  rank: Rank;
  groups: Record<string, string>;
  places: NamedPlace[];
}

/** One script: `add` each line of its output, then ask for the `cause`. Holds one hit per rank, whatever the output's length. */
export class CauseFinder {
  private hits = new Map<Rank, Hit>();
  /** Frames seen since the last exception, the innermost last. */
  private frames: NamedPlace[] = [];
  /** Where a trace of Python begins in its lines. */
  private traceAt?: number;
  private awaiting?: { hit: Hit; lines: number };
  private untold?: Hit;
  private incomplete?: { hit: Hit; lines: number };
  private said = '';
  /** Lines that say something. */
  private heard = 0;
  private marked = '';
  /** `error during build:`: what the mark is about follows. */
  private announced = false;

  add(raw: string): void {
    const seen = raw.length > longestLine ? raw.slice(raw.lastIndexOf('\r', raw.length - 2) + 1) : raw;
    const line = plain(seen.slice(0, longestLine));
    if (!line.trim()) return this.endParagraph();
    this.heard++;
    if (isHeader(line)) return this.reset();
    this.complete(line);
    const frame = frameOf(line);
    if (frame !== undefined) return this.frame(frame);
    if (this.awaiting && --this.awaiting.lines < 0) this.awaiting = undefined;
    if (/^\s*Traceback \(most recent call last\)/.test(line)) {
      this.frames = [];
      this.traceAt = indentOf(line);
    }
    const hit = hitOf(line) ?? this.endOfTrace(line);
    if (hit) this.traceAt = undefined;
    if (hit) this.keep(hit);
    if (saysNothing(line)) return;
    if (!hit) this.tell(line.trim());
    this.said = withoutTime(line);
    this.mark(line);
  }

  /** An exception of Python may be called anything; it is the first line below its frames that stands as far left as the trace. */
  private endOfTrace(line: string): Hit | undefined {
    if (this.traceAt === undefined || indentOf(line) > this.traceAt) return undefined;
    return hitOf(line.trim(), [uncaught]);
  }

  /** What stands below a line that says nothing by itself. */
  private tell(words: string): void {
    const { row, groups } = this.untold ?? {};
    if (groups) groups.message = [groups.message, words].filter(Boolean).join(' ');
    if (row?.below !== 'paragraph' || groups!.message!.length > mostWords) this.untold = undefined;
  }

  private endParagraph(): void {
    const message = this.untold?.groups.message;
    if (message && !message.endsWith(':')) this.untold = undefined;
  }

  private complete(line: string): void {
    const { hit } = this.incomplete ?? {};
    const detail = hit?.row.detail?.exec(line)?.groups?.detail;
    if (hit && detail) hit.groups.detail = `: ${detail}`;
    if (detail || (this.incomplete && --this.incomplete.lines < 0)) this.incomplete = undefined;
  }

  private mark(line: string): void {
    if (this.marked) return;
    const words = this.announced ? line.trim() : markedWords(line);
    this.announced = words?.endsWith(':') ?? false;
    if (words && !this.announced) this.marked = words;
  }

  /**
   * What made the script fail; undefined when it said nothing that tells. `next`: what to do about words that no row knows; of a
   * single line nothing more is to be read in the log.
   */
  cause(status: number, next = this.heard > 1 ? readOutput : lookInside): Cause | undefined {
    const hit = this.best(status);
    if (hit?.rank === 'root') return causeOf(hit);
    // A signal says more than words before it; curl's status only when the script itself explains nothing.
    const explains = isSentence(this.said) || this.marked;
    const told = status > 128 || !(explains || (hit && hit.rank !== 'summary')) ? statuses[status] : undefined;
    const words = tidy(this.said);
    if (told && !(told.mute && words)) {
      return causeOf({
        row: words ? { means: 'It last said “{words}”.', ...told } : told,
        groups: { words },
        places: [],
      });
    }
    if (hit) return causeOf(hit);
    const last = this.marked || this.said;
    return last ? causeOf({ row: { what: '{words}', next }, groups: { words: last }, places: [] }) : undefined;
  }

  private reset(): void {
    this.hits.clear();
    this.frames = [];
    this.awaiting = this.untold = this.incomplete = undefined;
    this.said = this.marked = '';
    this.announced = false;
    this.traceAt = undefined;
  }

  private frame(place: NamedPlace | null): void {
    if (!place) return;
    if (this.awaiting && this.awaiting.hit.places.length < mostPlaces) this.awaiting.hit.places.push(place);
    this.frames.push(place);
    if (this.frames.length > mostPlaces) this.frames.shift();
  }

  /** Of errors the first counts, because the later ones follow from it; of what can be survived the latest. */
  private keep(hit: Hit): void {
    if (hit.row.below) this.untold = hit;
    if (hit.row.nearby) {
      hit.places.push(...this.frames.reverse());
      this.frames = [];
      this.awaiting = { hit, lines: reach };
    }
    const firstCounts = hit.rank === 'root' || hit.rank === 'error';
    if (firstCounts && this.hits.has(hit.rank)) return;
    this.hits.set(hit.rank, hit);
    if (hit.row.detail) this.incomplete = { hit, lines: reach };
  }

  private best(status: number): Hit | undefined {
    const found = [...this.hits.values()];
    const ended = found.find(({ row }) => row.ends === status);
    if (ended) return { ...ended, rank: 'root' };
    return found.sort((a, b) => ranks.indexOf(b.rank) - ranks.indexOf(a.rank))[0];
  }
}

const indentOf = (line: string) => line.search(/\S/);

function hitOf(line: string, table: readonly Row[] = rows): Hit | undefined {
  for (const row of table) {
    const match = row.pattern.exec(line);
    if (!match) continue;
    const groups = { ...match.groups };
    return { row, rank: row.rank ?? 'error', groups, places: placesOf(row, groups) };
  }
  return undefined;
}

function placesOf(row: Row, groups: Record<string, string>): NamedPlace[] {
  const place = placeOf({ ...groups, file: groups.file ?? row.inFile });
  if (!place || isInstalled(place.file)) return [];
  return [groups.name && !place.line ? { ...place, holds: groups.name } : place];
}

function causeOf({ row, groups, places }: Pick<Hit, 'groups' | 'places'> & { row: Told }): Cause {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => (groups[name] ?? '').replace(/\.$/, ''));
  const { means, next } = row;
  const what = tidy(fill(row.what));
  return {
    what,
    means: means && fill(means),
    next: typeof next === 'string' ? { advice: fill(next) } : next,
    places,
    message: tidy(groups.message ?? what),
  };
}

/** Fit to begin a sentence that goes on behind it. */
const tidy = (text: string) => cut(text.trim().replace(/[\s.:,]+$/, ''));

const cut = (text: string) => (text.length > mostWords ? `${text.slice(0, mostWords - 1)}…` : text);
