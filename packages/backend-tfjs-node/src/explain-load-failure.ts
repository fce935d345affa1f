/** What is known to go wrong when the packages are loaded, by what the loader says. */
const known: readonly {
  readonly says: RegExp;
  readonly reason: (packageName: string) => string;
  readonly remedy: (packageName: string) => string;
}[] = [
  {
    says: /(libtensorflow|tensorflow\.dll).*(cannot open|no such file|not found|not loaded)|(library not loaded).*libtensorflow/i,
    reason: (name) => `TensorFlow's library was not found by ${name}`,
    remedy: (name) => `Run \`npm rebuild ${name}\`: it downloads the library.`,
  },
  {
    says: /ld-linux|GLIBC(XX)?_[\d.]+|__\w+_chk: symbol not found/,
    reason: (name) => `${name} was built for another C library than this system's`,
    remedy: () => 'Use a current system with glibc (Debian, Ubuntu, Fedora; not Alpine), or another backend.',
  },
  {
    says: /invalid ELF header|wrong ELF class|incompatible architecture|not a valid Win32 application|file too short|not a mach-o/i,
    reason: (name) => `The binding of ${name} is damaged, or of another system or processor`,
    remedy: (name) => `Build it here: \`npm rebuild ${name} --build-addon-from-source\`.`,
  },
  {
    says: /undefined symbol|procedure could not be found/i,
    reason: (name) => `The binding of ${name} and its TensorFlow library do not belong together`,
    remedy: (name) => `Build it here: \`npm rebuild ${name} --build-addon-from-source\`.`,
  },
  {
    says: /Cannot find (module|package)/,
    reason: (name) => `${name} is installed incompletely`,
    remedy: (name) => `Install it again: \`npm install ${name}\`.`,
  },
];

/** Says in words why a package could not be loaded, and what to do. */
export function explainLoadFailure(packageName: string, error: unknown): { readonly reason: string; readonly remedy: string } {
  const message = error instanceof Error ? error.message : String(error);
  const match = known.find(({ says }) => says.test(message));
  const [firstLine = ''] = message.split('\n');
  return {
    reason: `${match?.reason(packageName) ?? `${packageName} cannot be loaded`} (${firstLine})`,
    remedy:
      match?.remedy(packageName) ?? `Build it here: \`npm rebuild ${packageName} --build-addon-from-source\`, or use another backend.`,
  };
}
