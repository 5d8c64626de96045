// What to do next, for rows of several tables.
export const mend = 'Mend that line and stage again; errors after the first often follow from it';
export const mendBuildFile = 'Mend that line of the build file';
export const addLibrary =
  'Have a buildpack or the image provide it together with its headers, or build without it: nothing can be installed while the app is compiled';
export const updateLock = (command: string): string =>
  `Run \`${command}\` on your machine and stage again with the lock file that it writes`;
