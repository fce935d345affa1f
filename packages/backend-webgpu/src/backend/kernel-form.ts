/** Which of a kernel's two forms to run: workgroups that share memory and wait for each other, or items each by itself. */
export type KernelForm = 'group' | 'item';

/** Kinds of kernels that come in two forms. What is faster depends on the device, and may differ from kind to kind. */
export const formKinds = ['product', 'rows', 'attention', 'scan'] as const;

export type KernelForms = Readonly<Record<(typeof formKinds)[number], KernelForm>>;

/** The same form for every kind. */
export function allForms(form: KernelForm): KernelForms {
  return { product: form, rows: form, attention: form, scan: form };
}
