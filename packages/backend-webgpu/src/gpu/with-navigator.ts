/**
 * Runs something where `navigator.gpu` is this GPU. tfjs asks for it once, when its backend is made; Node has no such
 * thing, and afterwards has none again.
 */
export function withNavigator<Result>(gpu: GPU, run: () => Result): Result {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  if ((globalThis as { navigator?: { readonly gpu?: GPU } }).navigator?.gpu !== undefined) return run();
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  try {
    return run();
  } finally {
    if (before === undefined) delete (globalThis as { navigator?: unknown }).navigator;
    else Object.defineProperty(globalThis, 'navigator', before);
  }
}
