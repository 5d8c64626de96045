// What is worked out of short texts that come again and again: in each application of a manifest, and with each keystroke.

const mostTexts = 20_000;
const longestText = 60;

/** The same function, which remembers what it made of short texts; it must depend on the text alone. */
export function remembering<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > longestText) return make(text);
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= mostTexts) known.clear();
    const own = copyOf(text);
    const made = make(own);
    known.set(own, made);
    return made;
  };
}

/** A part of a long text holds on to the whole of it, for as long as it is remembered; a copy does not. */
const copyOf = (text: string): string => structuredClone(text);

/** The one string with these letters: equal texts are then told by their address, and kept once. */
export const shared = remembering((text) => text);
