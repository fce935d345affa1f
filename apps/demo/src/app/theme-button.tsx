import { useEffect, useState } from 'preact/hooks';

const KEY = 'prattle.theme';
const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const saved = (): Theme => THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'auto';

/** Light, dark, or as the system has it. */
export function ThemeButton() {
  const [theme, setTheme] = useState(saved);
  useEffect(() => {
    localStorage.setItem(KEY, theme);
    document.documentElement.dataset.theme = theme;
    dispatchEvent(new Event('themechange'));
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
  return (
    <button type="button" class="theme" onClick={() => setTheme(next)} aria-label={`Theme: ${theme}. Switch to ${next}.`}>
      {theme === 'auto' ? '◐' : theme === 'light' ? '☀' : '☾'}
    </button>
  );
}
