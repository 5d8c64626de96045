// The page's side of the webview: what it remembers and whom it talks to.
import type { Ask, Tell, Texts, TextName } from './messages';

/** What survives hiding the tab and restarting the editor. */
export interface State {
  /** The folder whose sizes are shown. */
  folder?: string;
  /** Of each table by its name: the column it is sorted by. */
  sort?: Record<string, { column: number; descending: boolean }>;
  /** Tables that show all of their rows. */
  whole?: string[];
  scroll?: number;
  /** What the editor needs to make the page anew. */
  subject?: unknown;
}

interface Host {
  postMessage(message: Ask): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();

export const ask = (message: Ask): void => host.postMessage(message);

export const remembered = (): State => host.getState() ?? {};

export const remember = (some: Partial<State>): void => host.setState({ ...remembered(), ...some });

export function listen(listener: (message: Tell) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<Tell>) => listener(data));
}

let texts: Texts | undefined;

/** The texts come with the first message. */
export function setTexts(given: Texts): void {
  texts = given;
}

export const t = (name: TextName, ...values: (string | number)[]): string =>
  (texts?.[name] ?? name).replace(/\{(\d+)\}/g, (_, i) => String(values[Number(i)] ?? ''));

/** `12,345` as the user writes it. */
export const number = (value: number): string => value.toLocaleString(document.documentElement.lang);

export const percent = (part: number, whole: number): string =>
  (whole ? part / whole : 0).toLocaleString(document.documentElement.lang, {
    style: 'percent',
    maximumFractionDigits: part && part / whole < 0.1 ? 1 : 0,
  });
