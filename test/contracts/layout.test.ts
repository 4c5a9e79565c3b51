import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getBytes } from 'ethers';
import { describe, expect, test } from 'vitest';
import { deployedContracts, readArtifact } from '#scripts/generate/artifacts.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const snapshot = join(root, 'test/contracts/layout.json');
const require = createRequire(import.meta.url);
const ours = deployedContracts.filter(({ source }) => source.startsWith('contracts/'));

interface Layout {
  readonly storage: readonly { readonly label: string; readonly slot: string; readonly offset: number; readonly type: string }[];
  readonly types: Readonly<
    Record<string, { readonly label: string; readonly numberOfBytes: string; readonly members?: Layout['storage'] }>
  > | null;
}

/** Where every contract keeps what, a line each, structs taken apart. */
function layouts(): Record<string, string[]> {
  const compiler = require('solc') as {
    compile: (input: string, read: { import: (path: string) => { contents: string } }) => string;
  };
  const sources = Object.fromEntries(ours.map(({ source }) => [source, { content: readFileSync(join(root, source), 'utf8') }]));
  const settings = { evmVersion: 'prague', outputSelection: { '*': { '*': ['storageLayout'] } } };
  const read = (path: string): { contents: string } => ({
    contents: readFileSync(join(root, path.startsWith('@') ? 'node_modules' : '', path), 'utf8'),
  });
  const output = JSON.parse(compiler.compile(JSON.stringify({ language: 'Solidity', sources, settings }), { import: read })) as {
    readonly contracts: Record<string, Record<string, { readonly storageLayout: Layout }>>;
  };
  return Object.fromEntries(
    ours.map(({ source, contract }) => [contract, linesOf(output.contracts[source]?.[contract]?.storageLayout)]),
  );
}

function linesOf(layout: Layout | undefined): string[] {
  if (layout === undefined) throw new Error('The compiler says nothing about the storage.');
  const named = (type: string): string => layout.types?.[type]?.label ?? type;
  const lines = layout.storage.map(({ slot, offset, label, type }) => `slot ${slot} + ${offset}: ${named(type)} ${label}`);
  const structs = Object.values(layout.types ?? {}).flatMap(({ label, members }) =>
    (members ?? []).map((member) => `${label} slot ${member.slot} + ${member.offset}: ${named(member.type)} ${member.label}`),
  );
  return [...lines, ...structs];
}

/** The instructions of a contract, without what `PUSH` carries and the description of the sources at the end. */
function instructions(code: Uint8Array): Set<number> {
  const found = new Set<number>();
  const end = code.length - 2 - (((code.at(-2) ?? 0) << 8) + (code.at(-1) ?? 0));
  for (let at = 0; at < end; at++) {
    const instruction = code[at] ?? 0;
    found.add(instruction);
    if (instruction >= 0x60 && instruction <= 0x7f) at += instruction - 0x5f;
  }
  return found;
}

// C34: nothing can be exchanged under its address, and where things are kept changes only together with this snapshot.
describe('storage and code (C34)', () => {
  test('everything is kept where the snapshot says', () => {
    const now = layouts();
    if (process.env['UPDATE_LAYOUT'] === '1') writeFileSync(snapshot, `${JSON.stringify(now, undefined, 2)}\n`);
    expect(now, 'Is it meant? UPDATE_LAYOUT=1 writes it anew.').toEqual(JSON.parse(readFileSync(snapshot, 'utf8')));
  });

  test.each(ours.map((contract) => [contract.contract, contract] as const))('%s runs no code but its own', (_, contract) => {
    const { abi, deployedBytecode } = readArtifact(contract);
    const used = instructions(getBytes(deployedBytecode));
    // CALLCODE, DELEGATECALL, SELFDESTRUCT, ORIGIN
    for (const forbidden of [0xf2, 0xf4, 0xff, 0x32]) expect(used).not.toContain(forbidden);
    expect(used).toContain(0x55);
    const names = abi.map(({ name }) => name ?? '');
    expect(names.filter((name) => /initiali[sz]e|upgrade|implementation/i.test(name))).toEqual([]);
  });
});
