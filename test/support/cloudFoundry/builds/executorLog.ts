// The lines that the platform itself prints around those of the builder and its buildpacks.
import { randomUUID } from 'node:crypto';
import type { LogCache } from '../logCache';

/** As Diego writes them: 532, 13.2K, 36.4M. */
function bytes(size: number): string {
  for (const [unit, of] of [
    ['G', 2 ** 30],
    ['M', 2 ** 20],
    ['K', 2 ** 10],
  ] as const)
    if (size >= of) return `${String(Math.round((size / of) * 10) / 10)}${unit}`;
  return `${size}B`;
}

export class ExecutorLog {
  private readonly cell = randomUUID();
  private readonly instance = randomUUID();

  constructor(
    private readonly logCache: LogCache,
    private readonly app: string,
  ) {}

  line(text: string, type: 'OUT' | 'ERR' = 'OUT'): void {
    this.logCache.add(this.app, text, type);
  }

  creating(buildpacks: string[]): void {
    for (const name of buildpacks) this.line(`Downloading ${name}...`);
    for (const name of buildpacks) this.line(`Downloaded ${name}`);
    this.line(`Cell ${this.cell} creating container for instance ${this.instance}`);
    this.line(`Cell ${this.cell} successfully created container for instance ${this.instance}`);
    this.line('Downloading app package...');
  }

  downloadedPackage(size: number): void {
    this.line(`Downloaded app package (${bytes(size)})`);
  }

  exited(status: number): void {
    this.line(`Exit status ${status}`, status === 0 ? 'OUT' : 'ERR');
  }

  uploaded(size: number): void {
    this.line('Uploading droplet, build artifacts cache...');
    this.line('Uploading droplet...');
    this.line('Uploading build artifacts cache...');
    this.line('Uploaded build artifacts cache (132B)');
    this.line(`Uploaded droplet (${bytes(size)})`);
    this.line('Uploading complete');
  }

  destroyed(): void {
    this.line(`Cell ${this.cell} stopping instance ${this.instance}`);
    this.line(`Cell ${this.cell} destroying container for instance ${this.instance}`);
    this.line(`Cell ${this.cell} successfully destroyed container for instance ${this.instance}`);
  }
}
