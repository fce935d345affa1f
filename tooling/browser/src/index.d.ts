import type { Browser } from 'playwright-core';

/** The Chromium that tests use, or undefined: $PRATTLE_CHROMIUM, else what is on the PATH or where installers put it. */
export function findChromium(): string | undefined;

/**
 * The Chromium that tests use; installed from Debian's archive where it is missing and this process may (root, apt-get).
 * @throws Error that says the one command that mends it
 */
export function ensureChromium(): Promise<{ readonly path: string; readonly installed: boolean }>;

export interface LaunchOptions {
  /** Further switches for Chromium. */
  readonly args?: readonly string[];
}

/**
 * Starts Chromium without a window. Close it.
 * @throws Error when there is none, with what to do
 */
export function launchChromium(options?: LaunchOptions): Promise<Browser>;

export interface PageOptions {
  /** Whether the page is cross-origin isolated, so that it may share memory between threads. Default true. */
  readonly isolated?: boolean;
  /** Workspace packages as they are built, which is what users install. Default false: from their sources. */
  readonly built?: boolean;
}

export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Builds the page in a folder (its `index.html`) with Vite, and serves the built
 * files.
 */
export function servePage(folder: string, options?: PageOptions): Promise<ServedPage>;

/** Switches with which Chromium computes WebGPU by its software adapter, also where it finds no GPU. */
export const softwareWebGpu: readonly string[];

/**
 * The environment in which Dawn, WebGPU for Node, finds the software GPU that Chromium brings: for processes that are yet to
 * be started, on machines without a GPU. Empty where there is none, or where a Vulkan driver has been chosen already.
 */
export function softwareVulkan(): Record<string, string>;
