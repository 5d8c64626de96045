// The pages that explain the checks of syntax and schema, by the code of their problems; rules bring their own.
export const attributesPage = 'https://docs.cloudfoundry.org/devguide/deploy-apps/manifest-attributes.html';
export const manifestsPage = 'https://docs.cloudfoundry.org/devguide/deploy-apps/manifest.html';
/** Where Stackato's keys were documented; the vendor's site is gone, the archive has it. */
export const stackatoPage = 'https://web.archive.org/web/2016/http://docs.stackato.com/user/deploy/stackatoyml.html';

/** What is not here is explained by the page of all attributes. */
export const pages: Record<string, string> = {
  syntax: 'https://yaml.org/spec/1.2.2/',
  'unknown-anchor': `${manifestsPage}#yaml-anchors`,
  'duplicate-key': manifestsPage,
  'key-type': manifestsPage,
  'deprecated-key': `${attributesPage}#deprecated`,
  'ignored-key': `${attributesPage}#deprecated`,
  'docker-conflict': `${attributesPage}#docker`,
  'buildpack-and-buildpacks': `${attributesPage}#buildpack`,
  'feature-conflict': `${attributesPage}#features`,
  routing: `${attributesPage}#routes`,
  'docker-and-buildpack': stackatoPage,
  'both-spellings': stackatoPage,
  'env-variable': stackatoPage,
};
