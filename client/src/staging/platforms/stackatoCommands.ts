// Which command starts the app on Stackato and Helion (facts of the DEA: sent with the request > Procfile > release).
import { StagingFailure } from '../report/failure';
import type { FileText, Launch, LaunchProcess } from '../formats/launchYml';
import { release } from '../lifecycle/release';
import { procfileInvalid } from '../formats/procfile';
import { parseYaml } from '../formats/yaml';
import type { CommandSources } from '../lifecycle/platform';

/** The Procfile or the release's process types, never both; release does not even run when a command is known before. */
export async function stackatoCommands({
  request,
  context,
  buildpacks,
  app,
  procfile,
}: CommandSources): Promise<Launch> {
  const { command } = request.application;
  const written = procfileProcesses(procfile);
  const given = command ? [{ type: 'web', command: command.value }] : [];
  if (given.length || written?.some(({ type }) => type === 'web'))
    return {
      processes: [...given, ...(written ?? []).filter(({ type }) => !given.length || type !== 'web')],
      sidecars: [],
    };
  const released = await release(context, buildpacks.at(-1)!, app);
  const web = released.filter(({ type }) => type === 'web');
  return { processes: written ? [...web, ...written] : released, sidecars: [] };
}

function procfileProcesses(file: FileText): LaunchProcess[] | undefined {
  if (file.state === 'missing') return undefined;
  const text = file.state === 'file' ? file.text : '';
  let value;
  let reason: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    reason = error;
  }
  if (value instanceof Map)
    return [...value].flatMap(([type, command]) => (typeof command === 'string' ? [{ type, command }] : []));
  throw new StagingFailure(
    'StagingError',
    'Staging failed: Invalid Procfile format. Please ensure it is a valid YAML hash',
    'The Procfile cannot be used: it must be YAML with one `type: command` per line, a blank after the colon. Quote commands that contain “: ” or start with a special character.',
    procfileInvalid(file, reason),
  );
}
