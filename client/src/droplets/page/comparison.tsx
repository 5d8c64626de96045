// Two droplets compared: every difference with what it costs; a click opens it.
import { costOf } from '../../staging/analysis/differences';
import type { Difference } from '../../staging/analysis/differences';
import { size, sizeDifference } from '../../staging/report/units';
import { File, Section } from './elements';
import { ask, number, t } from './host';
import type { Comparison } from './messages';
import { Table } from './table';

export function ComparisonPage({ before, after, cost, count, rows, left }: Comparison) {
  return (
    <>
      <h1>{t('comparison', before.name, after.name)}</h1>
      <p class="sum">
        {t('comparisonSum', size(before.size), size(after.size), sizeDifference(cost))}
        {` · ${(['added', 'removed', 'changed'] as const).map((kind) => `${t(kind)}: ${number(count[kind])}`).join(' · ')}`}
      </p>
      <Section title={t('difference')} none={!rows.length && t('same')}>
        <p>
          <button class="main" onClick={() => ask({ kind: 'openAll' })}>
            {t('openAll')}
          </button>
        </p>
        <Table
          id="differences"
          caption={t('difference')}
          rows={rows}
          columns={[
            { title: t('change'), text: changeOf },
            { title: t('path'), text: ({ path }) => path, cell: (row) => <Path row={row} /> },
            { title: t('difference'), text: (row) => sizeDifference(costOf(row)), value: (row) => costOf(row) },
            { title: t('before'), text: (row) => optional(row.before), value: ({ before = 0 }) => before },
            { title: t('after'), text: (row) => optional(row.after), value: ({ after = 0 }) => after },
          ]}
        />
        {left > 0 && <p>{t('left', number(left))}</p>}
      </Section>
    </>
  );
}

const optional = (bytes: number | undefined) => (bytes === undefined ? '' : size(bytes));

/** `changed (mode)`, `added (214 entries)` */
function changeOf({ kind, what = [], entries }: Difference): string {
  const other = what.filter((one) => one !== 'content');
  const note = entries > 1 ? t('manyEntries', number(entries)) : other.join(', ');
  return note ? `${t(kind)} (${note})` : t(kind);
}

function Path({ row: { path } }: { row: Difference }) {
  return path.endsWith('/') ? <>{path}</> : <File path={path} title={t('openDifference')} />;
}
