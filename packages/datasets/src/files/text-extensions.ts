/** What a folder is searched for. A file that is named itself is read whatever it is called. */
export const TEXT_EXTENSIONS: readonly string[] = [
  ...['.txt', '.md', '.text', '.markdown', '.rst', '.adoc', '.org', '.tex', '.log', '.srt', '.vtt'],
  ...['.html', '.htm', '.xml', '.css', '.json', '.jsonl', '.yaml', '.yml', '.toml', '.ini', '.csv', '.tsv'],
  ...['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte'],
  ...['.py', '.rb', '.pl', '.php', '.lua', '.r', '.jl', '.sh', '.sql'],
  ...[
    '.c',
    '.h',
    '.cc',
    '.cpp',
    '.hpp',
    '.cu',
    '.cs',
    '.java',
    '.kt',
    '.scala',
    '.swift',
    '.go',
    '.rs',
    '.zig',
    '.hs',
    '.ml',
    '.ex',
    '.erl',
    '.clj',
  ],
];

const known = new Set(TEXT_EXTENSIONS);

export function isTextLike(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot > 0 && known.has(name.slice(dot).toLowerCase());
}
