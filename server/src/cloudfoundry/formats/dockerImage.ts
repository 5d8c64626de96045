import type { Format } from '../../checks/rule';
import { shorten } from '../../base/words';

export const dockerImage: Format = (scalar, _schema, label) => {
  const message = scalar.text.trim() === '' ? `${label} must not be empty` : dockerImageProblem(scalar.text);
  return message ? { message } : undefined;
};

/** Docker image: `[REGISTRY[:PORT]/]NAME[:TAG][@DIGEST]`, without a scheme; undefined when it is fine. */
function dockerImageProblem(image: string): string | undefined {
  if (/^[a-z][a-z+.-]*:\/\//i.test(image))
    return `An image has no scheme: write \`${image.replace(/^[a-z+.-]+:\/\//i, '')}\``;
  if (/\s/.test(image)) return 'The name of an image must not contain blanks';
  if (!/^[\w.-]+(:\d+)?(\/[\w.-]+)*(:[\w][\w.-]{0,127})?(@[\w+.-]+:[\da-f]+)?$/i.test(image)) {
    return `\`${shorten(image)}\` is not the name of an image: write \`[REGISTRY[:PORT]/]NAME[:TAG]\``;
  }
  return undefined;
}
