/**
 * Every optional package that a locked package names must stand in the lock file, for all machines, or `npm ci` refuses the file.
 * npm leaves out those that its registry does not serve at the moment of locking (a partial mirror was the incident), and the clone
 * of the next person cannot be installed. `--fix` writes them in: name, exact version and machine; npm verifies the rest when it installs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface LockEntry {
  version?: string;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}

export interface LockFile {
  packages: Record<string, LockEntry>;
}

const OPERATING_SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS: Record<string, string> = {
  amd64: 'x64',
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  loong64: 'loong64',
  mips64el: 'mips64el',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  wasm32: 'wasm32',
  x64: 'x64',
};
const LIBRARIES: Record<string, string> = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

/** Optional packages for a named machine that the lock file lacks, with the entry each should have. */
export function missingOptionalPackages(lock: LockFile): Map<string, LockEntry> {
  const missing = new Map<string, LockEntry>();
  for (const entry of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`;
      if (lock.packages[path] !== undefined) continue;
      const words = name.split(/[/-]/);
      const os = words.find((word) => OPERATING_SYSTEMS.includes(word));
      const cpu = words.map((word) => PROCESSORS[word]).find((word) => word !== undefined);
      if (os === undefined || cpu === undefined || !/^\d/.test(version)) continue;
      const libc = os === 'linux' ? words.map((word) => LIBRARIES[word]).find((word) => word !== undefined) : undefined;
      missing.set(path, {
        version,
        cpu: [cpu],
        ...(entry.dev === true ? { dev: true } : {}),
        ...(libc === undefined ? {} : { libc: [libc] }),
        optional: true,
        os: [os],
      });
    }
  }
  return missing;
}

function main(): void {
  const file = fileURLToPath(new URL('../../package-lock.json', import.meta.url));
  const lock = JSON.parse(readFileSync(file, 'utf8')) as LockFile;
  const missing = missingOptionalPackages(lock);
  if (missing.size === 0) return;
  if (process.argv.includes('--fix')) {
    const packages = { ...lock.packages, ...Object.fromEntries(missing) };
    const ordered = Object.entries(packages).toSorted(([left], [right]) => (left < right ? -1 : 1));
    writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(ordered) }, null, 2)}\n`);
    process.stdout.write(`package-lock.json: ${missing.size} packages for other machines written in\n`);
    return;
  }
  process.stderr.write(`package-lock.json lacks ${missing.size} packages for other machines, so npm ci refuses it:\n`);
  for (const [path, entry] of missing) process.stderr.write(`  ${path} ${entry.version}\n`);
  process.stderr.write('Run: node scripts/checks/lock-file.ts --fix\n');
  process.exitCode = 1;
}

if (import.meta.main) main();
