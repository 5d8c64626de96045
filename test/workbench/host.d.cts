/** One line of the file that host.cjs writes. */
export interface HostRecord {
  started?: boolean;
  out?: string;
  err?: string;
  result?: 'ok' | 'failed';
}
export function run(): Promise<void>;
