/** Which of a kernel's two forms to run: workgroups that share memory and wait for each other, or items each by itself. */
export type KernelForm = 'group' | 'item';
