import type { Format } from '../../checks/rule';

/** `/health`: one slash in front, no whitespace (of ASCII). The platform looks for one good line. */
const isHttpPath = (text: string): boolean => text.split('\n').some((line) => /^\/([^\t-\r /][^\t-\r ]*)?$/.test(line));

export const httpPath: Format = (scalar, _schema, label) =>
  isHttpPath(scalar.text)
    ? undefined
    : {
        message: `${label} must be a valid URI path: it starts with one \`/\` and holds no space, such as \`/health\``,
        data:
          /^[^\s/]\S*$/.test(scalar.text) && !scalar.text.includes('://')
            ? { fix: 'replace', with: [`/${scalar.text}`] }
            : undefined,
      };
