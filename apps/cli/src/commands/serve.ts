import { basename, resolve } from 'node:path';
import { type Backend, UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import type { OpenedRun } from '@prattle/runs';
import { type RunningServer, type ServedModel, type ServeSettings, serveModel, serveSettings, startServer } from '@prattle/serve';
import { Command } from 'commander';
import pc from 'picocolors';
import { addUseFlags, type UseOptions, useRuns } from '../open-for-use.js';
import { openRegistry } from '../registry.js';
import { onInterrupt } from '../terminal/interrupt.js';
import type { LoadedCommand } from './index.js';

/** A run and the name that clients know it by. */
interface Named {
  readonly id: string;
  readonly run: string;
}

/** `prattle serve RUN…`: answers over HTTP until it is interrupted. */
export async function create(): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const command = new Command('serve').argument('<run...>', 'folders of runs or of checkpoints; NAME=FOLDER says what clients call it');
  const flags = addUseFlags(command, registry, [{ name: 'serve', title: 'Server', schema: serveSettings }]);
  command.addHelpText('after', EXAMPLES).action(async (runs: string[], options: UseOptions & Record<string, unknown>) => {
    const given = serveSettings.parse(flags.read(options).serve ?? {});
    const settings = { ...given, token: given.token ?? process.env.PRATTLE_SERVE_TOKEN ?? null };
    const named = namesOf(runs);
    const folders = named.map(({ run }) => run);
    await useRuns(registry, fileStorage(), folders, flags.opening(options), (opened, backend) =>
      serveUntilInterrupted(named, opened, backend, settings, options.json === true),
    );
  });
  return { command, normalise: flags.normalise };
}

const EXAMPLES = `
Examples:
  prattle serve runs/chat
  prattle serve names=runs/names prices=runs/prices --port 9000
  PRATTLE_SERVE_TOKEN=secret prattle serve runs/chat --host 0.0.0.0
  curl http://127.0.0.1:8017/v1/completions -H 'content-type: application/json' -d '{"prompt": "Once", "max_tokens": 50}'`;

async function serveUntilInterrupted(
  named: readonly Named[],
  opened: readonly OpenedRun[],
  backend: Backend,
  settings: ServeSettings,
  json: boolean,
): Promise<void> {
  const interrupt = onInterrupt('Finishing what runs.');
  try {
    const models = opened.map(({ model, tokenizer, encoder, manifest }, index) =>
      serveModel(named[index]?.id ?? '', { model, tokenizer, encoder, dataKind: String(manifest.dataset?.kind) }, settings),
    );
    const server = await startServer({
      ...settings,
      models,
      gauges: [{ name: 'prattle_tensors', help: 'Live tensors.', read: () => [[{}, backend.memory().tensors]] }],
      onError: (error) => process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
    });
    announce(server, models, backend, json);
    await new Promise<void>((stop) => {
      if (interrupt.signal.aborted) stop();
      interrupt.signal.addEventListener('abort', () => stop(), { once: true });
    });
    await server.close();
  } finally {
    interrupt.dispose();
  }
}

function announce({ url }: RunningServer, models: readonly ServedModel[], backend: Backend, json: boolean): void {
  if (json) {
    const listed = models.map(({ id, task, contextLength }) => ({ id, task, contextLength }));
    process.stdout.write(`${JSON.stringify({ url, backend: backend.name, device: backend.device, models: listed })}\n`);
    return;
  }
  process.stdout.write(`Serving on ${pc.bold(url)} with ${backend.name} (${backend.device})\n`);
  for (const model of models) process.stdout.write(`  ${model.id}  ${pc.dim(routesOf(model).join(', '))}\n`);
  process.stdout.write(pc.dim('Ctrl-C finishes what runs, and ends.\n'));
}

function routesOf({ language, predictor }: ServedModel): string[] {
  return [
    ...(language ? ['/v1/completions'] : []),
    ...(language?.dialogs ? ['/v1/chat/completions'] : []),
    ...(predictor ? ['/v1/predict'] : []),
  ];
}

/** `NAME=FOLDER`, or a folder whose own name is taken. @throws UsageError when two have one name */
function namesOf(runs: readonly string[]): Named[] {
  const named = runs.map((run) => {
    const [, id, folder] = /^([\w.-]+)=(.+)$/.exec(run) ?? [];
    return id !== undefined && folder !== undefined ? { id, run: folder } : { id: basename(resolve(run)), run };
  });
  const twice = named.find(({ id }, index) => named.findIndex((other) => other.id === id) !== index);
  if (!twice) return named;
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: `Two models are called "${twice.id}"`,
    remedy: 'Give them names: NAME=FOLDER.',
  });
}
