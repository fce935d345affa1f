/** Keeps the page's files on the device once it is loaded, so that it opens without a network. Not while it is developed. */
export function registerOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  addEventListener('load', () => {
    // Where it is refused (a private window) the page works, with a network.
    navigator.serviceWorker.register(new URL('./service-worker.js', document.baseURI)).catch(() => undefined);
  });
}
