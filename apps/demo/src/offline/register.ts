/** Milliseconds after which the page has said its first words, and the network is free. */
const PATIENCE = 2000;

/** Keeps the page's files on the device once it is loaded, so that it opens without a network. Not while it is developed. */
export function registerOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  setTimeout(() => {
    // Where it is refused (a private window) the page works, with a network.
    navigator.serviceWorker.register(new URL('./service-worker.js', document.baseURI)).catch(() => undefined);
  }, PATIENCE);
}
