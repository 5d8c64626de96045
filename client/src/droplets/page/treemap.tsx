// Sizes as areas. Each tile of the folder is a button: a folder opens in the map, a file in an editor. The table below has the same.
import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { HierarchyRectangularNode } from 'd3-hierarchy';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FolderView, Tile } from '../../staging/analysis/folderView';
import { size } from '../../staging/report/units';
import { number, percent, t } from './host';

interface Properties {
  view: FolderView;
  onTile(tile: Tile): void;
  onUp(): void;
}

/** Pixels that a folder's own name takes above what is in it. */
const titleHeight = 19;

export function Treemap({ view, onTile, onUp }: Properties) {
  const map = useRef<HTMLDivElement>(null);
  const width = useWidth(map);
  const [at, setAt] = useState(0);
  const height = Math.min(460, Math.max(240, width * 0.45));
  const tiles = width ? layout(view, width, height) : [];
  const current = Math.min(at, tiles.length - 1);
  /** One stop for Tab; arrows go from tile to tile. */
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' || event.key === 'Escape') return onUp();
    const next = neighbour(tiles, current, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
    (map.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div
      ref={map}
      class="treemap"
      role="group"
      aria-label={t('treemap', view.path === '.' ? t('whole') : view.path)}
      aria-describedby="treemap-help"
      style={{ height: `${height}px` }}
      onKeyDown={onKeyDown}
    >
      {tiles.map((node, i) => (
        <button
          key={node.data.path + node.data.kind}
          class={`tile ${look(node.data)}`}
          style={place(node)}
          tabIndex={i === current ? 0 : -1}
          aria-disabled={node.data.kind === 'rest'}
          title={[label(node.data), size(node.data.size), ...besides(node.data, view.size)].join(', ')}
          onFocus={() => setAt(i)}
          onClick={() => onTile(node.data)}
        >
          <span class={wide(node) ? 'label' : 'unseen'}>
            {label(node.data)} {size(node.data.size)}
          </span>
          <span class="unseen">, {besides(node.data, view.size).join(', ')}</span>
          {node.children?.map((child) => (
            <span
              key={child.data.path + child.data.kind}
              class={`tile ${look(child.data)}`}
              style={place(child, node)}
              aria-hidden
            >
              {wide(child) && <span class="label">{label(child.data)}</span>}
            </span>
          ))}
        </button>
      ))}
    </div>
  );
}

type Node = HierarchyRectangularNode<Tile>;

function layout(view: FolderView, width: number, height: number): Node[] {
  const root = hierarchy<Tile>(view, ({ tiles }) => tiles)
    .sum(({ tiles, size }) => (tiles?.length ? 0 : size))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const paddingTop = (node: Node) => (node.depth === 1 && node.y1 - node.y0 > 2 * titleHeight ? titleHeight : 0);
  const arranged = treemap<Tile>()
    .tile(treemapSquarify)
    .size([width, height])
    .paddingInner(2)
    .paddingTop(paddingTop)
    .round(true)(root);
  return (arranged.children ?? []).filter(({ value }) => value);
}

const look = ({ kind, package: inPackage }: Tile) => (inPackage ? 'package' : kind);

const label = ({ kind, name, entries }: Tile) => (kind === 'rest' ? t('rest', number(entries)) : name);

const wide = ({ x0, x1, y0, y1 }: Node) => x1 - x0 > 44 && y1 - y0 > 16;

const place = ({ x0, x1, y0, y1 }: Node, within?: Node) => ({
  left: `${x0 - (within?.x0 ?? 0)}px`,
  top: `${y0 - (within?.y0 ?? 0)}px`,
  width: `${x1 - x0}px`,
  height: `${y1 - y0}px`,
});

/** `package`, `3 %`, `214 entries`: what only the tooltip and a screen reader tell. */
const besides = (tile: Tile, whole: number) => [
  ...(tile.kind === 'rest' ? [] : [t(look(tile))]),
  percent(tile.size, whole),
  ...(tile.kind === 'folder' ? [t('manyEntries', number(tile.entries))] : []),
];

/** The nearest tile in the direction of an arrow, else undefined. */
function neighbour(tiles: Node[], at: number, key: string): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return tiles.length - 1;
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [];
  const from = tiles[at];
  if (dx === undefined || dy === undefined || !from) return undefined;
  let best: { i: number; distance: number } | undefined;
  for (const [i, to] of tiles.entries()) {
    const [x, y] = [(to.x0 + to.x1 - from.x0 - from.x1) / 2, (to.y0 + to.y1 - from.y0 - from.y1) / 2];
    const [ahead, aside] = [x * dx + y * dy, Math.abs(x * dy) + Math.abs(y * dx)];
    const distance = ahead + 2 * aside;
    if (ahead > 0 && (!best || distance < best.distance)) best = { i, distance };
  }
  return best?.i;
}

function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return width;
}
