import { formKinds, formsOf, type KernelForms } from './kernel-form.js';

/** In the browser's database, which pages and workers share. */
const [DATABASE, STORE] = ['prattle webgpu', 'kernel forms'];

/** The forms that were chosen for a device: within this process, and in browsers from visit to visit. */
export class RememberedForms {
  readonly #here = new Map<string, KernelForms>();

  async of(device: string): Promise<KernelForms | undefined> {
    const known = this.#here.get(device);
    if (known !== undefined) return known;
    const stored: unknown = await inStore('readonly', (store) => store.get(device));
    return isForms(stored) ? stored : undefined;
  }

  async keep(device: string, forms: KernelForms): Promise<void> {
    this.#here.set(device, forms);
    await inStore('readwrite', (store) => store.put(forms, device));
  }
}

/** The result of a request; nothing where there is no database (Node), or where it may not be used (some private windows). */
async function inStore(mode: IDBTransactionMode, request: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  let database: IDBDatabase | undefined;
  try {
    const opening = indexedDB.open(DATABASE);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    database = await settled(opening);
    return await settled(request(database.transaction(STORE, mode).objectStore(STORE)));
  } catch {
    return undefined;
  } finally {
    database?.close();
  }
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** An earlier version of this package may have stored something else. */
function isForms(value: unknown): value is KernelForms {
  if (typeof value !== 'object' || value === null) return false;
  return formKinds.every((kind) => (formsOf[kind] as readonly unknown[]).includes((value as Record<string, unknown>)[kind]));
}
