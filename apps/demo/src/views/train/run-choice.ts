import { Store } from '../../app/store.js';
import type { Catalogue, DataChoice, Family, RunOrder } from '../../lab/protocol.js';

/** What a page differs in from a terminal: shorter runs, more to see, and saved often enough for a reload. */
const PAGE_DEFAULTS = {
  steps: 2000,
  evalEvery: 100,
  evalBatches: 5,
  sampleEvery: 100,
  checkpointSeconds: 5,
  // The norm of the gradients is measured where they may be clipped; this far out none is.
  clip: 1e6,
};

export type Changed = Readonly<Record<string, unknown>>;

interface Chosen {
  /** Somebody's own data, once it was given. */
  readonly own: DataChoice | undefined;
  /** The name of a dataset, or `own`. */
  readonly data: string;
  readonly family: string;
  readonly preset: string;
  readonly settings: Changed;
  readonly training: Changed;
  readonly backend: string;
}

/**
 * What is chosen in the form. It outlives the form, and knows a change before it is drawn: pressing Enter in a field
 * changes it and starts the run at once.
 */
export class RunChoice extends Store<Chosen> {
  constructor(private readonly catalogue: Catalogue) {
    super({ own: undefined, data: 'names', family: 'gru', preset: 'nano', settings: {}, training: {}, backend: 'auto' });
  }

  choose(change: Partial<Chosen>): void {
    const other = change.family !== undefined || change.preset !== undefined;
    this.set({ ...change, ...(other ? { settings: {} } : {}) });
  }

  get data(): DataChoice | undefined {
    const { own, data } = this.state;
    return data === 'own' ? own : this.catalogue.data.find(({ name }) => name === data);
  }

  /** The families that can learn from the data. */
  get families(): readonly Family[] {
    return this.catalogue.families.filter(({ task }) => task === this.data?.task);
  }

  /** The one that was chosen, or where it does not fit the one that suits the data. */
  get family(): Family | undefined {
    const named = (wanted: string | undefined) => this.families.find(({ name }) => name === wanted);
    return named(this.state.family) ?? named(this.data?.family) ?? this.families[0];
  }

  /** Where the family has none of the name its own defaults hold. */
  get preset(): string | undefined {
    return this.family?.presets.find(({ name }) => name === this.state.preset)?.name;
  }

  /** The name that the run is kept under. */
  get run(): string {
    return `${this.state.data}-${this.family?.name ?? ''}`;
  }

  get order(): RunOrder | undefined {
    const { data, family, preset } = this;
    if (!data || !family) return undefined;
    const { settings, training, backend } = this.state;
    return {
      data: { name: data.name, paths: data.paths },
      family: family.name,
      ...(preset === undefined ? {} : { preset }),
      settings,
      training: { ...PAGE_DEFAULTS, ...training },
      backend,
    };
  }
}
