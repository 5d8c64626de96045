// What takes the space in one folder: the way to it, the treemap, and the same as a table.
import type { FolderView, Tile } from '../../staging/analysis/folderView';
import { size } from '../../staging/report/units';
import { File } from './elements';
import { ask, number, percent, remember, t } from './host';
import { Table } from './table';
import { Treemap } from './treemap';

/** The answer is another folder to show. */
function show(path: string): void {
  remember({ folder: path });
  ask({ kind: 'folder', path });
}

function open({ kind, path }: Tile): void {
  if (kind === 'folder') show(path);
  if (kind === 'file') ask({ kind: 'open', path });
}

const parentOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');

export function Space({ folder }: { folder: FolderView }) {
  return (
    <>
      <Way folder={folder} />
      <p id="treemap-help" class="unseen">
        {t('treemapHelp')}
      </p>
      <Treemap view={folder} onTile={open} onUp={() => folder.path !== '.' && show(parentOf(folder.path))} />
      <Table
        key={folder.path}
        id="folder"
        caption={folder.path === '.' ? t('whole') : folder.path}
        rows={folder.tiles}
        columns={[
          { title: t('name'), text: named, cell: (tile) => <Name tile={tile} /> },
          { title: t('kind'), text: kindOf },
          { title: t('size'), text: (tile) => size(tile.size), value: (tile) => tile.size },
          {
            title: t('share'),
            text: (tile) => percent(tile.size, folder.size),
            value: (tile) => tile.size / (folder.size || 1),
          },
          { title: t('entries'), text: (tile) => number(tile.entries), value: (tile) => tile.entries },
        ]}
      />
    </>
  );
}

const named = ({ kind, name, entries }: Tile) => (kind === 'rest' ? t('rest', number(entries)) : name);

const kindOf = ({ kind, package: inPackage }: Tile) =>
  kind === 'rest' ? '' : inPackage ? `${t('package')} (${inPackage})` : t(kind);

function Name({ tile }: { tile: Tile }) {
  if (tile.kind === 'rest') return <>{named(tile)}</>;
  if (tile.kind === 'file') return <File path={tile.path} label={tile.name} />;
  return (
    <button class="link" onClick={() => show(tile.path)}>
      {tile.name}/
    </button>
  );
}

/** `Droplet / app / node_modules`, each a button but the last. */
function Way({ folder: { path } }: { folder: FolderView }) {
  const steps = path === '.' ? [] : path.split('/');
  const ways = [
    { name: t('whole'), path: '.' },
    ...steps.map((name, i) => ({ name, path: steps.slice(0, i + 1).join('/') })),
  ];
  return (
    <nav aria-label={t('parents')}>
      <ol class="way">
        {ways.map((way, i) => (
          <li key={way.path} aria-current={i === ways.length - 1 ? 'location' : undefined}>
            {i < ways.length - 1 ? (
              <button class="link" onClick={() => show(way.path)}>
                {way.name}
              </button>
            ) : (
              way.name
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
