import type { EmbeddedName } from '../embedded.js';

interface Card {
  readonly kind: 'text' | 'words' | 'table' | 'dialogs';
  readonly summary: string;
  readonly licence: string;
  /** Where it comes from: an address, or "own". */
  readonly source: string;
}

export interface EmbeddedCard extends Card {
  readonly name: EmbeddedName;
}

/** Other people's data: never shipped, but known by name, place and checksum. */
export interface DownloadCard extends Card {
  readonly name: string;
  /** The file's name in the dataset's folder. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const EMBEDDED: readonly EmbeddedCard[] = [
  {
    name: 'names',
    kind: 'words',
    summary: 'Given names and place names from all over the world, written out for Prattle.',
    licence: 'CC0-1.0',
    source: 'own',
  },
  {
    name: 'source',
    kind: 'text',
    summary: "Prattle's own TypeScript and Markdown.",
    licence: 'MIT',
    source: 'own',
  },
  {
    name: 'chat',
    kind: 'dialogs',
    summary: 'Short exchanges, three of them one-liners that a tiny model learns by heart.',
    licence: 'CC0-1.0',
    source: 'own',
  },
  {
    name: 'system-configs',
    kind: 'table',
    summary: 'Three computers and how efficient they are: the data of the regression notebook.',
    licence: 'CC0-1.0',
    source: 'own',
  },
];

export const DOWNLOADS: readonly DownloadCard[] = [
  {
    name: 'tinyshakespeare',
    kind: 'text',
    summary: "Excerpts from Shakespeare's plays, 1.1 MB: nanoGPT's first example.",
    licence: 'Public domain (text); MIT (repository)',
    source: 'https://raw.githubusercontent.com/karpathy/char-rnn/6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e/data/tinyshakespeare/input.txt',
    file: 'input.txt',
    bytes: 1115394,
    sha256: '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed',
  },
  {
    name: 'makemore-names',
    kind: 'words',
    summary: "32,033 given names of 2018 from the US Social Security Administration: makemore's example.",
    licence: 'Public domain (US government data); MIT (repository)',
    source: 'https://raw.githubusercontent.com/karpathy/makemore/988aa59e4d8fefa526d06f3b453ad116258398d4/names.txt',
    file: 'names.txt',
    bytes: 228145,
    sha256: '0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d',
  },
];
