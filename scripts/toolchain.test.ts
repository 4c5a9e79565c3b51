import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { dependenciesFault } from './toolchain.mjs';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Entry {
  readonly version: string;
  readonly optional?: true;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

const here = { optional: true, os: [process.platform], cpu: [process.arch] } as const;
const elsewhere = { optional: true, os: ['plan9'], cpu: ['pdp11'] } as const;

/** A project whose lock file wants `wanted` and in which npm installed `installed` (nothing when left out). */
function project(wanted: Record<string, Entry>, installed?: Record<string, Entry>): string {
  const folder = mkdtempSync(join(tmpdir(), 'upline-toolchain-'));
  folders.push(folder);
  const packages = (entries: Record<string, Entry>): string =>
    JSON.stringify({
      packages: {
        '': {},
        ...Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`node_modules/${name}`, entry])),
      },
    });
  writeFileSync(join(folder, 'package-lock.json'), packages(wanted));
  mkdirSync(join(folder, 'node_modules'));
  if (installed !== undefined) writeFileSync(join(folder, 'node_modules', '.package-lock.json'), packages(installed));
  return folder;
}

describe('dependenciesFault', () => {
  it('is content with an installation that fits, also one made by hand, and remembers it', () => {
    const folder = project({ one: { version: '1.0.0' } }, { one: { version: '1.0.0' } });
    expect(dependenciesFault(folder, 24)).toBeUndefined();
    expect(dependenciesFault(folder, 24)).toBeUndefined();
  });

  it('sees an interrupted installation', () => {
    expect(dependenciesFault(project({ one: { version: '1.0.0' } }), 24)).toContain('interrupted');
  });

  it('names the package that is missing or of another version', () => {
    expect(dependenciesFault(project({ one: { version: '1.0.1' } }, { one: { version: '1.0.0' } }), 24)).toBe(
      'one is not at 1.0.1',
    );
  });

  it('misses the native part for this machine, which an older Node leaves out, and none for other machines', () => {
    const wanted = {
      one: { version: '1.0.0' },
      native: { version: '2.0.0', ...here },
      foreign: { version: '2.0.0', ...elsewhere },
    };
    expect(dependenciesFault(project(wanted, { one: { version: '1.0.0' } }), 24)).toBe('native is not at 2.0.0');
    const complete = { one: { version: '1.0.0' }, native: { version: '2.0.0' } };
    expect(dependenciesFault(project(wanted, complete), 24)).toBeUndefined();
  });

  it('does not trust what another major version of Node installed', () => {
    const folder = project({ one: { version: '1.0.0' } }, { one: { version: '1.0.0' } });
    expect(dependenciesFault(folder, 20)).toBeUndefined();
    expect(dependenciesFault(folder, 24)).toBe('Node 20 installed them');
  });
});
