import backendWebGpu from '@prattle/backend-webgpu';
import { type Backend, createRandom } from '@prattle/core';
import { transformer } from '@prattle/models';
import { read } from '@prattle/ops';
import { eagerStep, setBackend } from '@prattle/ops/tfjs';
import { adamw, createTrainingStep, trainableParameters } from '@prattle/training';
import { optimizer as hyper, type Setting, type Side, type SideName } from '../setting.js';

/** The same model twice: on Prattle's kernels, and, without them, on the stock operations that they replace. */
export async function openTfjsSide(name: 'prattle' | 'tfjs', setting: Setting): Promise<Side> {
  const [plugin] = backendWebGpu().backends ?? [];
  if (plugin === undefined) throw new Error('@prattle/backend-webgpu has no backend.');
  // Opened for both: it brings tfjs's own WebGPU backend along, under the name `webgpu`.
  const backend = await plugin.open();
  const tfjsName = name === 'prattle' ? 'prattle-webgpu' : 'webgpu';
  await setBackend(tfjsName);
  const stock: Pick<Backend, 'compile'> = { compile: (step) => eagerStep(step, 'stock operations are not recorded') };
  return makeSide(name, tfjsName, setting, backend, name === 'prattle' ? backend : stock);
}

function makeSide(name: SideName, tfjsName: string, setting: Setting, backend: Backend, compiler: Pick<Backend, 'compile'>): Side {
  const { batch, context, vocabulary, layers, heads, width } = setting;
  const { config, presets, build } = transformer();
  const data = { vocabularySize: vocabulary, contextLength: context };
  const model = build(config.parse({ ...presets.notebook?.model, layers, heads, width }), { data, random: createRandom('philox', 1) });
  const optimizer = adamw(hyper).create(trainableParameters(model), { clip: 0 });
  const step = createTrainingStep({ model, backend: compiler as Backend, optimizer, clip: 0, dropoutKey: [0, 0] });
  const shape = [batch, context];
  return {
    name,
    device: backend.device,
    async step(index, { inputs, targets }) {
      await setBackend(tfjsName);
      const start = performance.now();
      const [loss] = step.run([{ input: { values: inputs, shape }, targets: { values: targets, shape } }], index, hyper.learningRate);
      const javascript = performance.now() - start;
      if (loss === undefined) throw new Error('The step gave no loss.');
      const [value = Number.NaN] = await read(loss);
      return { loss: value, milliseconds: performance.now() - start, javascript };
    },
    replayed: () => step.replayed,
    dispose() {
      step.dispose();
      optimizer.dispose();
      model.dispose();
      backend.close();
    },
  };
}
