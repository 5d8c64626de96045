// What root runs with in a container: programs and libraries of the system, whatever folders the image's own variables name, for
// some of them may be the user's.

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Each makes a program load or run a file. */
const loaders = ['LD_PRELOAD', 'LD_LIBRARY_PATH', 'LD_AUDIT', 'BASH_ENV', 'ENV'];

/** Over the image's variables, which an exec cannot take away. */
export const rootEnvironment: Record<string, string> = {
  PATH: path,
  ...Object.fromEntries(loaders.map((name) => [name, ''])),
};

/** The same as lines of shell, for the container's main process. */
export const rootSettings = `PATH=${path}; export PATH; unset ${loaders.join(' ')}`;
