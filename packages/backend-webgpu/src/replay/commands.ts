import type { CommandEncoder } from '../backend/internals.js';

/** What a recorded step tells the device, in order. */
export type Command =
  | {
      readonly kind: 'dispatch';
      readonly pipeline: GPUComputePipeline;
      readonly group: GPUBindGroup;
      readonly x: number;
      readonly y: number;
      readonly z: number;
    }
  | {
      readonly kind: 'copy';
      readonly source: GPUBuffer;
      readonly from: number;
      readonly target: GPUBuffer;
      readonly to: number;
      readonly size: number;
    };

/** An encoder that also notes what it is told. */
export function listeningEncoder(encoder: GPUCommandEncoder, commands: Command[]): CommandEncoder {
  return {
    beginComputePass: (descriptor) => listeningPass(encoder.beginComputePass(descriptor), commands),
    copyBufferToBuffer(source: GPUBuffer, from: number, target: GPUBuffer, to: number, size: number) {
      commands.push({ kind: 'copy', source, from, target, to, size });
      encoder.copyBufferToBuffer(source, from, target, to, size);
    },
    finish: (descriptor) => encoder.finish(descriptor),
  };
}

function listeningPass(pass: GPUComputePassEncoder, commands: Command[]): GPUComputePassEncoder {
  let pipeline: GPUComputePipeline;
  let group: GPUBindGroup;
  const listening = {
    setPipeline(next: GPUComputePipeline) {
      pipeline = next;
      pass.setPipeline(next);
    },
    setBindGroup(index: number, next: GPUBindGroup) {
      group = next;
      pass.setBindGroup(index, next);
    },
    dispatchWorkgroups(x: number, y = 1, z = 1) {
      commands.push({ kind: 'dispatch', pipeline, group, x, y, z });
      pass.dispatchWorkgroups(x, y, z);
    },
    end: () => pass.end(),
  };
  return listening as GPUComputePassEncoder;
}

/** Tells the device all of it again, in one submission. */
export function replay(device: GPUDevice, commands: readonly Command[]): void {
  const encoder = device.createCommandEncoder();
  let pass: GPUComputePassEncoder | undefined;
  let current: GPUComputePipeline | undefined;
  for (const command of commands) {
    if (command.kind === 'copy') {
      pass?.end();
      pass = current = undefined;
      encoder.copyBufferToBuffer(command.source, command.from, command.target, command.to, command.size);
      continue;
    }
    pass ??= encoder.beginComputePass();
    if (command.pipeline !== current) {
      current = command.pipeline;
      pass.setPipeline(current);
    }
    pass.setBindGroup(0, command.group);
    pass.dispatchWorkgroups(command.x, command.y, command.z);
  }
  pass?.end();
  device.queue.submit([encoder.finish()]);
}
