import { useEffect, useState } from 'preact/hooks';

const current = (): string => location.hash.replace(/^#\/?/, '');

/** The part of the address behind `#`, which is the view. */
export function useRoute(): string {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const change = () => setRoute(current());
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return route;
}
