import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly tid: number;
  readonly pid: number;
  /** Microseconds of processor time. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The tasks of a page's process, each in milliseconds of processor time: what it takes of a machine that does nothing else. */
export interface Tasks {
  /** Of the thread that draws. */
  readonly main: readonly number[];
  readonly workers: readonly number[];
}

/** Notes the tasks of a page that has a worker while something is done with it. */
export async function traceTasks(browser: Browser, page: Page, action: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  let trace: Buffer;
  try {
    await action();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const threads = (wanted: string) => traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === wanted);
  const workers = threads('DedicatedWorker thread');
  // Chromium's own pages have none.
  const mains = threads('CrRendererMain').filter(({ pid }) => workers.some((worker) => worker.pid === pid));
  const tasksOf = (of: readonly TraceEvent[]) =>
    traceEvents
      .filter(({ name, tid, pid }) => name === 'RunTask' && of.some((thread) => thread.tid === tid && thread.pid === pid))
      .flatMap(({ tdur }) => (tdur === undefined ? [] : [tdur / 1000]));
  return { main: tasksOf(mains), workers: tasksOf(workers) };
}

export const total = (milliseconds: readonly number[]): number => milliseconds.reduce((sum, one) => sum + one, 0);
