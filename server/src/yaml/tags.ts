// What the directives of a document say, and the tags that are written with their help.
import type { Scanner } from './scanner';
import type { Token } from './token';
import { YamlFailure } from './yamlSource';

const yamlPrefix = 'tag:yaml.org,2002:';

export class Tags {
  private prefixes = new Map<string, string>();

  /** Takes the directives in front of a document. */
  read(tokens: Scanner): void {
    this.prefixes = new Map();
    let version = false;
    let token = tokens.peek();
    const any = token.type === 'directive';
    for (; token.type === 'directive'; token = tokens.peek()) {
      const { directive } = token;
      if ('version' in directive) {
        if (version) fail('found duplicate %YAML directive', token);
        if (directive.version !== '1.1') fail('found incompatible YAML document', token);
        version = true;
      } else {
        if (this.prefixes.has(directive.handle)) fail('found duplicate %TAG directive', token);
        this.prefixes.set(directive.handle, directive.prefix);
      }
      tokens.take();
    }
    if (any && token.type !== 'document start') fail('did not find expected <document start>', token);
    if (!this.prefixes.has('!')) this.prefixes.set('!', '!');
    if (!this.prefixes.has('!!')) this.prefixes.set('!!', yamlPrefix);
  }

  /** `!!int` for one of YAML's own tags, however it is written. */
  of(token: Extract<Token, { type: 'tag' }>): string {
    const prefix = token.handle === '' ? '' : this.prefixes.get(token.handle);
    if (prefix === undefined) fail('found undefined tag handle', token);
    const tag = prefix + token.suffix;
    return tag.startsWith(yamlPrefix) ? `!!${tag.slice(yamlPrefix.length)}` : tag;
  }
}

function fail(reason: string, { start }: Token): never {
  throw new YamlFailure(reason, start);
}
