// What --help prints.

const commands: Record<string, string> = {
  stage: `stage <folder>      stages an app and leaves its droplet
  --manifest FILE     instead of the folder's stackato.yml or manifest.yml
  --app NAME | --all  which applications of the manifest; --fail-fast stops all when one fails
  --platform cloudfoundry|stackato   --pre-push: run Stackato's pre-push hooks on this machine
  --engine docker|local   local: no container and no isolation, the steps run as you
  --docker-host URL   --context NAME
  --image REF         the stack image to use
  --stack NAME=REF    image of a stack (repeatable)
  --buildpack REF     instead of the manifest's (repeatable, in order): an installed name, a git URL with
                      #branch-tag-or-commit, a zip (URL or file) or a folder
  --installed NAME=REF  an installed buildpack (repeatable, in detection order)
  --var NAME=VALUE  --vars-file FILE  --env NAME=VALUE   (repeatable)
  --services FILE     bound services, in the shape of VCAP_SERVICES
  --ca-file FILE      certificates to trust inside (repeatable)
  --memory SIZE  --timeout SECONDS  --network MODE  --keep-failed
  --droplet FILE      default ./<app>.droplet.tgz
  --result FILE       result.json   --cache DIR   --clear-cache
  --json              one event per line on standard output
`,
  run: `run <droplet>       runs a droplet like the launcher
  --port N            on this machine; chosen when left out
  --process TYPE | --command CMD   instead of web
  --env NAME=VALUE  --overlay FOLDER  --image REF  --memory SIZE  --network MODE  --ca-file FILE
  --engine docker|local  --docker-host URL  --context NAME
`,
  inspect: `inspect <droplet>   entries, sizes, process types, buildpacks, staging info
  --json
`,
  export: `export <droplet>    makes a runnable container image
  --image NAME:TAG    its name   --from REF   the stack image below it
  --process TYPE      whose command it starts, instead of web   --env NAME=VALUE   (repeatable)
  --docker-host URL   --context NAME
`,
  check: `check <file>…       the language server's diagnostics as text; exit 1 on errors
  --vars-file FILE    values of ((variables)) (repeatable)   --json
`,
  doctor: `doctor              which container engine was found, where it was looked for, what is missing
  --docker-host URL   --context NAME   --image REF   --json
`,
};

/** Help for one command, or for all. */
export function usage(command?: string): string {
  const one = command === undefined ? undefined : commands[command];
  if (one) return `cf-staging ${one}`;
  return `usage: cf-staging <command> [options]\n\n${Object.values(commands).join('\n')}`;
}
