// Small parts that both pages are made of.
import type { ComponentChildren } from 'preact';
import { ask, t } from './host';

/** A heading and what belongs to it; `none` says why there is nothing. */
export function Section(properties: { title: string; none?: string | false; children: ComponentChildren }) {
  const { title, none, children } = properties;
  return (
    <section>
      <h2>{title}</h2>
      {none ? <p>{none}</p> : children}
    </section>
  );
}

/** A path that opens in an editor. */
export function File({ path, label = path, title = t('openFile') }: { path: string; label?: string; title?: string }) {
  return (
    <button class="link" title={title} onClick={() => ask({ kind: 'open', path })}>
      {label}
    </button>
  );
}
