// The whole of a stream as text, as long as it has an end.
import type { Readable } from 'node:stream';

/** Characters: more than any answer is long that we ask for. */
const longest = 64 * 1024 * 1024;

/** UTF-8. Rejects with the stream's own error, or when it does not end. */
export async function boundedText(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk;
    if (text.length > longest) throw new Error('its answer has no end');
  }
  return text;
}
