import backendTfjs from '@prattle/backend-tfjs';
import { type Backend, createRandom, createRegistry, encodeText, memoryStorage, type Tokenizer } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { openBackend } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';
import { type RunningServer, type ServedModel, type ServerOptions, serveModel, serveSettings, startServer } from '../index.js';

const registry = createRegistry([models(), tokenizers(), datasets(), backendTfjs()]);
const TEXT = '<system>be</system>\n<user>hello there</user>\n<assistant>good day</assistant>\n';
const CONTEXT = 96;

/** Servers of small models that nobody trained, on a backend that is always there. */
export async function serving() {
  const backend: Backend = await openBackend(registry, 'tfjs-cpu');
  const opened: { dispose(): void }[] = [];
  const running = new Set<RunningServer>();

  function language(id: string, kind: string, limits: { slots?: number; queue?: number } = {}): ServedModel {
    const tokenizer = characters(kind === 'dialogs');
    const plugin = registry.get('model', 'transformer');
    const data = { vocabularySize: tokenizer.vocabularySize, contextLength: CONTEXT };
    const config = plugin.config.parse({ layers: 1, heads: 2, width: 8 });
    const model = plugin.build(config, { data, random: createRandom('philox', 1) });
    opened.push(model);
    return serveModel(id, { model, tokenizer, dataKind: kind }, { slots: limits.slots ?? 16, queue: limits.queue ?? 256 });
  }

  async function regressor(id: string): Promise<ServedModel> {
    const storage = memoryStorage();
    await storage.write('line.csv', encodeText('x,y\n1,10\n2,20\n3,30\n4,40\n5,50\n6,60\n7,70\n8,80\n9,90\n10,100\n'));
    const table = registry.get('dataset', 'table');
    const data = await table.open(['line.csv'], table.config.parse(), { storage });
    const { dataset } = data.prepare({ random: createRandom('philox', 1), trainTokenizer: () => characters(false) });
    const plugin = registry.get('model', 'regressor');
    const model = plugin.build(plugin.config.parse(), { data: dataset.describe(0), random: createRandom('philox', 1) });
    opened.push(model);
    return serveModel(id, { model, encoder: dataset.encoder, dataKind: 'table' }, { slots: 1, queue: 64 });
  }

  return {
    language,
    regressor,
    async start(served: readonly ServedModel[], options: Partial<ServerOptions> = {}): Promise<RunningServer> {
      const server = await startServer({ ...serveSettings.parse({ port: 0 }), models: served, ...options });
      running.add(server);
      return server;
    },
    async close(): Promise<void> {
      for (const server of running) await server.close();
      for (const model of opened) model.dispose();
      backend.close();
    },
  };
}

function characters(end: boolean): Tokenizer {
  const plugin = registry.get('tokenizer', 'character');
  return plugin.train([TEXT], plugin.config.parse({ end }));
}
