import type { Host } from './feature';

/** A Markdown report for a bug report: versions, engine, workers, cache, settings, and the paths of open models. */
export async function diagnosticsReport(host: Host): Promise<string> {
  const { jobs, settings, background, baseline, trusted, version } = host;
  const facts: (readonly [string, string])[] = [
    ['nnsim', version],
    ['node', process.version],
    ['platform', `${process.platform} ${process.arch}`],
    ['memory of the server', `${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`],
    ['running for', `${Math.round(process.uptime())} s`],
    ['workspace trusted', trusted ? 'yes' : 'no'],
    ...(await jobs.diagnostics()),
    ['jobs', `${jobs.activity.running} running, ${jobs.activity.waiting} waiting`],
    ['settings', JSON.stringify(settings)],
    ['baseline', baseline.path ?? 'none'],
    ...background.shownFiles.map((path) => ['open model', path] as const),
    ...jobs.suspects().map((path) => ['the server stopped while working on', path] as const),
  ];
  const rows = facts.map(([name, value]) => `| ${name} | ${code(value)} |`);
  return ['# nnsim diagnostics', '', '| what | value |', '| --- | --- |', ...rows, ''].join('\n');
}

/** A value as code in a table: nothing in it is markup, and the source of the report stays readable. */
function code(value: string): string {
  return `\`${value.replace(/[`\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll('|', '\\|')}\``;
}
