// Names of container images: `registry.example.com:5000/team/name:tag`.

/** `[registry[:port]/]name[:tag][@digest]`: what Docker takes for the name of an image. */
const image =
  /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/|\[[0-9a-fA-F:]+\](?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@[a-zA-Z][\w+.-]*:[0-9a-fA-F]{32,})?$/;

/** What is wrong with a name; undefined when the engine can look for it. */
export function wrongImageName(given: string): string | undefined {
  if (image.test(given)) return undefined;
  return !given.trim()
    ? 'it is empty'
    : /\s/.test(given)
      ? 'it has blanks'
      : /^[^/:]*[A-Z]/.test(given) || /\/[^:]*[A-Z]/.test(given)
        ? 'names are written in lower case'
        : 'it has characters or an order that names do not have';
}
