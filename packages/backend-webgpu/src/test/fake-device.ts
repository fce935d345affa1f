/** A GPU device that does nothing but report what a test tells it to. */
export class FakeDevice extends EventTarget {
  readonly lost: Promise<GPUDeviceLostInfo>;
  lose!: (message: string) => void;
  destroyed = false;
  /** What the next error scope catches. */
  caught: { readonly message: string } | null = null;
  readonly created: { readonly size: number }[] = [];

  constructor() {
    super();
    this.lost = new Promise((resolve) => {
      this.lose = (message) => resolve({ message, reason: 'unknown' } as GPUDeviceLostInfo);
    });
  }

  pushErrorScope(): void {}

  async popErrorScope(): Promise<{ readonly message: string } | null> {
    return this.caught;
  }

  createBuffer({ size }: GPUBufferDescriptor): object {
    const content = new ArrayBuffer(size);
    const buffer = { size, usage: 0, getMappedRange: () => content, unmap() {}, destroy() {} };
    this.created.push(buffer);
    return buffer;
  }

  destroy(): void {
    this.destroyed = true;
    this.lose('Device was destroyed.');
  }

  /** As the browser reports an error that no scope caught. */
  report(error: string | { readonly message: string }): void {
    const reported = typeof error === 'string' ? { message: error } : error;
    this.dispatchEvent(Object.assign(new Event('uncapturederror'), { error: reported }));
  }

  asDevice(): GPUDevice {
    return this as unknown as GPUDevice;
  }
}
