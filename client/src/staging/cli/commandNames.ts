// The commands, as --help and the messages of wrong usage name them.

/** What stands behind the name (`…` for one and more), what is said when that is missing, and what the command is for. */
export const commands = {
  stage: { argument: '<folder>', missing: 'The folder of the app', what: 'stages an app and leaves its droplet' },
  matrix: {
    argument: '<file>',
    missing: 'The file of the matrix',
    what: 'stages many applications with many buildpacks, stacks and engines; exit 1 when one fails',
  },
  run: { argument: '<droplet>', missing: 'The droplet', what: 'runs a droplet like the launcher' },
  inspect: {
    argument: '<droplet>',
    missing: 'The droplet',
    what: 'entries, sizes, process types, buildpacks, staging info',
  },
  diff: {
    argument: '<before> [<after>]',
    missing: 'A droplet',
    what: 'what differs between two droplets, what made it larger first; exit 0 when nothing does, 1 when something does. Of a manifest alone: what a push would change on the Cloud Foundry that cf is logged in to',
  },
  export: { argument: '<droplet>', missing: 'The droplet', what: 'makes a runnable container image' },
  check: {
    argument: '<file>…',
    missing: 'The file',
    what: "the language server's diagnostics as text; exit 1 on errors",
  },
  mcp: {
    argument: undefined,
    missing: undefined,
    what: 'serves check, stage, read, compare and explain as tools for agents, over standard input and output (MCP)',
  },
  doctor: {
    argument: undefined,
    missing: undefined,
    what: 'which container engine was found, where it was looked for, what is missing',
  },
} as const;

export type CommandName = keyof typeof commands;

export const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);
