// The checks of syntax and schema, by the code of their problems; rules bring their own page.
export const attributesPage = 'https://docs.cloudfoundry.org/devguide/deploy-apps/manifest-attributes.html';
export const manifestsPage = 'https://docs.cloudfoundry.org/devguide/deploy-apps/manifest.html';

/** `title` and `severity` (of most findings) are for lists of all checks, such as those of the settings. */
export const checks: Record<string, { title: string; docs?: string }> = {
  syntax: { title: 'Text that is not YAML', docs: 'https://yaml.org/spec/1.2.2/' },
  'unknown-anchor': { title: 'Aliases without an anchor, or inside their own', docs: manifestsPage },
  'duplicate-key': { title: 'Keys given twice in one mapping', docs: manifestsPage },
  'key-type': { title: 'Mappings or lists used as keys', docs: manifestsPage },
  type: { title: 'Values of the wrong kind', docs: attributesPage },
  value: { title: 'Values outside of what is allowed', docs: attributesPage },
  'unknown-key': { title: 'Keys the platform does not know', docs: attributesPage },
  'misplaced-key': { title: 'Keys that belong elsewhere', docs: attributesPage },
  'missing-key': { title: 'Required keys that are missing', docs: attributesPage },
  'deprecated-key': { title: 'Keys with a newer replacement', docs: `${attributesPage}#deprecated` },
  'ignored-key': { title: 'Keys without any effect', docs: `${attributesPage}#deprecated` },
  'forbidden-key': { title: 'Keys the platform refuses', docs: attributesPage },
};
