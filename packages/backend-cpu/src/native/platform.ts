/** What decides which binary fits. */
export interface Platform {
  readonly platform: string;
  readonly arch: string;
  /** Whether the C library is musl, as on Alpine Linux. */
  readonly musl: boolean;
}

/** The machine that this runs on. */
export function thisPlatform(): Platform {
  return { platform: process.platform, arch: process.arch, musl: process.platform === 'linux' && !hasGlibc() };
}

/** `linux-x64`, `linux-arm64-musl`, `darwin-arm64` …: what published binaries are called after. */
export function platformName({ platform, arch, musl }: Platform): string {
  return `${platform}-${arch}${musl ? '-musl' : ''}`;
}

/** Node's report names the version of glibc where that is what Node runs on. */
function hasGlibc(): boolean {
  // The report looks up the names of all network interfaces unless it is told not to, where Node is new enough to be told.
  const report: NodeJS.ProcessReport & { excludeNetwork?: boolean } = process.report;
  const { excludeNetwork = false } = report;
  report.excludeNetwork = true;
  const { header } = report.getReport() as { readonly header?: { readonly glibcVersionRuntime?: string } };
  report.excludeNetwork = excludeNetwork;
  return header?.glibcVersionRuntime !== undefined;
}
