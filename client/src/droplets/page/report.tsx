// The report of a droplet: how it starts, what built it, what takes the space.
import type { DropletReport } from '../../staging/analysis/dropletReport';
import type { Duplicates } from '../../staging/analysis/equalFiles';
import type { FolderView } from '../../staging/analysis/folderView';
import { duration, size } from '../../staging/report/units';
import { File, Section } from './elements';
import { number, percent, t } from './host';
import type { Step } from './messages';
import { Space } from './space';
import { Table } from './table';

export interface Shown {
  name: string;
  report: DropletReport;
  steps: Step[];
  folder: FolderView;
  duplicates?: Duplicates;
}

export function Report({ name, report, steps, folder, duplicates }: Shown) {
  const { about } = report;
  const facts = [about.stack, about.image].filter(Boolean);
  return (
    <>
      <h1>{about.application ?? name}</h1>
      <p class="sum">
        {t('sum', size(about.size), size(about.unpackedSize), number(about.entries))}
        {facts.length > 0 && ` · ${facts.join(' · ')}`}
      </p>
      <Section title={t('processes')}>
        <Processes about={about} />
      </Section>
      <Section title={t('buildpacks')} none={!buildpacksOf(about).length && t('noBuildpacks')}>
        <Table
          id="buildpacks"
          caption={t('buildpacks')}
          rows={buildpacksOf(about)}
          columns={[
            { title: t('buildpack'), text: ({ name }) => name },
            { title: t('version'), text: ({ version = '' }) => version },
          ]}
        />
      </Section>
      <Section title={t('phases')} none={!steps.length && t('noPhases')}>
        <Timeline steps={steps} />
      </Section>
      <Section title={t('space')}>
        <Space folder={folder} />
      </Section>
      <Section
        title={`${t('packages')} (${number(report.packageCount)})`}
        none={!report.packages.length && t('noPackages')}
      >
        <Table
          id="packages"
          caption={t('packages')}
          rows={report.packages}
          columns={[
            { title: t('name'), text: ({ name }) => name },
            { title: t('version'), text: ({ version = '' }) => version },
            { title: t('kind'), text: ({ kind }) => kind },
            { title: t('size'), text: (row) => size(row.size), value: (row) => row.size },
            { title: t('entries'), text: (row) => number(row.entries), value: (row) => row.entries },
            { title: t('path'), text: ({ path }) => path },
          ]}
        />
      </Section>
      <Section title={t('largest')}>
        <Table
          id="largest"
          caption={t('largest')}
          rows={report.largest}
          columns={[
            { title: t('path'), text: ({ path }) => path, cell: ({ path }) => <File path={path} /> },
            { title: t('size'), text: (row) => size(row.size), value: (row) => row.size },
            {
              title: t('share'),
              text: (row) => percent(row.size, about.unpackedSize),
              value: (row) => row.size / (about.unpackedSize || 1),
            },
          ]}
        />
      </Section>
      <Section
        title={t('duplicates')}
        none={duplicates ? !duplicates.groups && t('noDuplicates') : t('duplicatesWait')}
      >
        {duplicates && <DuplicateFiles duplicates={duplicates} />}
      </Section>
      <Section title={t('environment')} none={!environmentOf(about).length && t('noEnvironment')}>
        <Table
          id="environment"
          caption={t('environment')}
          rows={environmentOf(about)}
          columns={[
            { title: t('variable'), text: ({ name }) => name },
            { title: t('value'), text: ({ value }) => value },
          ]}
        />
      </Section>
      <Careful about={about} />
    </>
  );
}

type About = DropletReport['about'];

function Processes({ about }: { about: About }) {
  const rows = [
    ...about.processes.map(({ type, command }) => ({ type, command, check: healthCheckOf(about, type) })),
    ...about.sidecars.map(({ name, process_types, command }) => ({
      ...{ type: t('sidecarFor', name, process_types.join(', ')), command, check: '' },
    })),
  ];
  if (!rows.length) return <p>{t('noCommand')}</p>;
  return (
    <Table
      id="processes"
      caption={t('processes')}
      rows={rows}
      columns={[
        { title: t('process'), text: ({ type }) => type },
        { title: t('command'), text: ({ command }) => command, cell: ({ command }) => <code>{command}</code> },
        { title: t('healthCheck'), text: ({ check }) => check },
      ]}
    />
  );
}

function healthCheckOf({ announced }: About, type: string): string {
  const check = announced?.processes.find((one) => one.type === type)?.healthCheck;
  const within = check?.timeoutSeconds && `${check.timeoutSeconds} s`;
  return [check?.type, check?.endpoint, within].filter(Boolean).join(' ');
}

function buildpacksOf({ buildpacks, detectedBuildpack }: About): { name: string; version?: string }[] {
  const known = buildpacks.map(({ name, key, version }) => ({ name: name || key, version }));
  return known.length || !detectedBuildpack ? known : [{ name: detectedBuildpack }];
}

function environmentOf({ announced }: About): { name: string; value: string }[] {
  const { env = {}, withheld = [], services = [] } = announced ?? {};
  return [
    ...Object.entries(env).map(([name, value]) => ({ name, value })),
    ...withheld.map((name) => ({ name, value: t('withheld') })),
    ...(services.length ? [{ name: t('services'), value: services.join(', ') }] : []),
  ];
}

/** Each row's bar begins when the one before has ended. */
function Timeline({ steps }: { steps: Step[] }) {
  const end = Math.max(...steps.map(({ start, ms }) => start + ms));
  const bar = ({ start, ms }: Step) => (
    <span class="timed">
      <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden>
        <rect x={(100 * start) / end} width={Math.max(0.5, (100 * ms) / end)} height="10" />
      </svg>
      <span class="when">{duration(start)}</span>
    </span>
  );
  return (
    <Table
      id="phases"
      caption={t('phases')}
      rows={steps}
      columns={[
        { title: t('phase'), text: ({ title }) => title },
        { title: t('start'), text: ({ start }) => duration(start), value: ({ start }) => start, cell: bar },
        { title: t('duration'), text: ({ ms }) => duration(ms), value: ({ ms }) => ms },
        { title: t('share'), text: ({ ms }) => percent(ms, end), value: ({ ms }) => ms / end },
      ]}
    />
  );
}

function DuplicateFiles({ duplicates: { largest, wasted, groups } }: { duplicates: Duplicates }) {
  return (
    <>
      <p>{t('duplicatesSum', size(wasted), number(groups))}</p>
      <Table
        id="duplicates"
        caption={t('duplicates')}
        rows={largest}
        columns={[
          { title: t('wasted'), text: (row) => size(row.wasted), value: (row) => row.wasted },
          { title: t('copies'), text: (row) => number(row.count), value: (row) => row.count },
          { title: t('size'), text: (row) => size(row.size), value: (row) => row.size },
          {
            title: t('path'),
            text: ({ paths }) => paths.join(', '),
            cell: ({ paths }) => paths.map((path) => <File key={path} path={path} />),
          },
        ]}
      />
    </>
  );
}

function Careful({ about: { hazards, notes } }: { about: About }) {
  const rows = [
    ...hazards.map(({ path, message }) => ({ path, message })),
    ...notes.map((message) => ({ path: '', message })),
  ];
  if (!rows.length) return null;
  return (
    <Section title={t('careful')}>
      <Table
        id="careful"
        caption={t('careful')}
        rows={rows}
        columns={[
          { title: t('path'), text: ({ path }) => path },
          { title: t('finding'), text: ({ message }) => message },
        ]}
      />
    </Section>
  );
}
