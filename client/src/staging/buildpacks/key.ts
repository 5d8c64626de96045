// The name of a buildpack's directory inside: xxHash64 of its entry in the order, in 16 hex digits (facts of the builder).
import xxhash from 'xxhash-wasm';

let loaded: ReturnType<typeof xxhash> | undefined;

/** `a` → `d24ec4f1a98c6e5b`. It hides credentials that the entry may hold. */
export async function buildpackHash(key: string): Promise<string> {
  loaded ??= xxhash();
  return (await loaded).h64ToString(key);
}
