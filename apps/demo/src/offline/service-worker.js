/*
 * Keeps all files of the page. Two words in capitals are replaced when the page is built: the list of files and a name for
 * this version of them. Answers also isolate the page, which servers that only hold files cannot do: then the engine may
 * use threads, from the second visit on.
 */
const files = FILES;
const version = VERSION;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(version).then((cache) => cache.addAll(files)));
  self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(removeOldVersions().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(answer(request));
});

async function removeOldVersions() {
  const prefix = version.slice(0, version.lastIndexOf('-') + 1);
  for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== version) await caches.delete(name);
}

/** What is kept, whatever a server says that its answer depends on; a page that was opened at the folder is its index. */
async function answer(request) {
  const cache = await caches.open(version);
  const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  const response = kept ?? (request.mode === 'navigate' ? await cache.match('./index.html') : undefined) ?? (await fetch(request));
  return isolated(response);
}

function isolated(response) {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
