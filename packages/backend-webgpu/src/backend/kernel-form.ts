/** Which of a kernel's two forms to run: workgroups that share memory and wait for each other, or items each by itself. */
export type KernelForm = 'group' | 'item';

/** Kernels that sum up rows have a third one: a subgroup, whose lanes the hardware runs together, without memory or waiting. */
export type RowForm = KernelForm | 'subgroup';

/** How each kind of kernel is run. What is faster depends on the device, and may differ from kind to kind. */
export interface KernelForms {
  readonly product: KernelForm;
  readonly attention: KernelForm;
  readonly scan: KernelForm;
  /** Norms, cross-entropy and other reductions. */
  readonly rows: RowForm;
  /** Products with few rows or few columns. */
  readonly thin: RowForm;
}

/** The forms that each kind has. */
export const formsOf: { readonly [Kind in keyof KernelForms]: readonly KernelForms[Kind][] } = {
  product: ['group', 'item'],
  attention: ['group', 'item'],
  scan: ['group', 'item'],
  rows: ['group', 'item', 'subgroup'],
  thin: ['group', 'item', 'subgroup'],
};

export const formKinds = Object.keys(formsOf) as readonly (keyof KernelForms)[];

/** The same form for every kind that has it; `group` for those that have no subgroups. */
export function allForms(form: RowForm): KernelForms {
  const pair = form === 'item' ? 'item' : 'group';
  return { product: pair, attention: pair, scan: pair, rows: form, thin: form };
}
