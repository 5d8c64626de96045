/** One line of the doctor. */
export interface Finding {
  state: 'ok' | 'note' | 'missing';
  what: string;
  text: string;
}
