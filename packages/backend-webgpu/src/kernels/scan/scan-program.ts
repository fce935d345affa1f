import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import type { KernelForm } from '../../backend/kernel-form.js';
import { type Access, groupProgram, itemProgram, type Program, programFamily } from '../../program/program.js';

/** What a recurrent unit does at every step of its sequence. */
export interface Scan {
  readonly name: string;
  readonly buffers: Readonly<Record<string, Access>>;
  readonly declarations?: string;
  /**
   * Code for unit `j` of sequence `b` at step `step`, without `return`. Where a step has several phases, each sees what all
   * units of the sequence wrote in the one before.
   */
  readonly phases: readonly string[];
}

/** Sizes of a scan. */
export interface ScanSizes {
  readonly batch: number;
  readonly time: number;
  readonly hidden: number;
}

type ScanRun = (
  backend: PrattleWebGpuBackend,
  tensors: Readonly<Record<string, TensorInfo | undefined>>,
  sizes: ScanSizes,
  steps: number,
) => void;

/**
 * Makes a scan runnable, in two forms: a workgroup takes a sequence and waits for all of its units after every phase; or,
 * without barriers, every phase of every step is a dispatch of its own.
 */
export function scanRunner(scan: Scan): ScanRun {
  const programs = programFamily((form: KernelForm, phase: number) => (form === 'group' ? wholeScan(scan) : onePhase(scan, phase)));
  return (backend, tensors, { batch, time, hidden }, steps) => {
    if (backend.forms.scan === 'group') {
      backend.run(programs('group', 0), tensors, { time, hidden, steps }, batch);
      return;
    }
    for (let step = 0; step < steps; step++) {
      for (const phase of scan.phases.keys()) backend.run(programs('item', phase), tensors, { time, hidden, step }, batch * hidden);
    }
  };
}

function onePhase({ phases, name, ...scan }: Scan, phase: number): Program {
  return itemProgram({
    ...scan,
    name: `${name}, phase ${phase}`,
    uniforms: { time: 'u32', hidden: 'u32', step: 'u32' },
    workgroup: 32,
    main: `
  let b = i / u.hidden;
  let j = i % u.hidden;
  let step = u.step;
  ${phases[phase]}`,
  });
}

function wholeScan({ phases, ...scan }: Scan): Program {
  const all = phases.map((phase) => `for (var j = lane; j < u.hidden; j += WORKGROUP) {\n${phase}\n}\nstorageBarrier();`);
  return groupProgram({
    ...scan,
    uniforms: { time: 'u32', hidden: 'u32', steps: 'u32' },
    main: `
  let b = group;
  for (var step = 0u; step < u.steps; step++) {
    ${all.join('\n')}
  }`,
  });
}
