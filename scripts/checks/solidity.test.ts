import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { forbiddenIn } from './solidity.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
interface Linter {
  readonly processStr: (
    source: string,
    configuration: object,
    name: string,
  ) => { readonly reports: readonly { readonly ruleId: string; readonly severity: number }[] };
}
const linter = require('solhint') as Linter;
const configuration = JSON.parse(readFileSync(join(root, '.solhint.json'), 'utf8')) as object;

function planted(body: string, pragma = '0.8.37'): string {
  return `// SPDX-License-Identifier: MIT\npragma solidity ${pragma};\n\ncontract Planted {\n    uint256 private _kept;\n\n    ${body}\n}\n`;
}

function errorsIn(source: string): string[] {
  const { reports } = linter.processStr(source, configuration, 'contracts/Planted.sol');
  return [...reports.filter(({ severity }) => severity === 2).map(({ ruleId }) => ruleId), ...forbiddenIn(source)];
}

// C35: what must not be in a contract is found when it is planted, and is not there.
describe('forbidden constructs (C35)', () => {
  it('a contract without any of them passes', () => {
    expect(errorsIn(planted('function _forget() internal { delete _kept; } // selfdestruct, ^0.8.0'))).toEqual([]);
  });

  it.each([
    ['avoid-tx-origin', 'function who() external view returns (address) { return tx.origin; }'],
    ['avoid-low-level-calls', 'function run(address to, bytes calldata data) external { to.call(data); }'],
    ['avoid-low-level-calls', 'function lend(address to, bytes calldata data) external { to.delegatecall(data); }'],
    ['check-send-result', 'function give(address payable to) external { to.send(1); }'],
    ['selfdestruct', 'function end(address payable to) external { selfdestruct(to); }'],
    ['delegatecall', 'function lend(address to) external { assembly { pop(delegatecall(gas(), to, 0, 0, 0, 0)) } }'],
    [
      'a call by its bytes',
      'function run(address to) external { assembly ("memory-safe") { pop(call(gas(), to, 0, 0, 0, 0, 0)) } }',
    ],
    ['origin', 'function who() external view returns (address a) { assembly ("memory-safe") { a := origin() } }'],
    ['assembly that does not promise to be memory-safe', 'function raw() external view { assembly { mstore(0, gas()) } }'],
  ])('finds %s', (rule, body) => {
    expect(errorsIn(planted(body))).toContain(rule);
  });

  it.each(['^0.8.37', '>=0.8.0', '0.8.30'])('finds the version %s', (version) => {
    expect(errorsIn(planted('', version))).toContain(`the compiler's version is ${version}`);
  });

  /** Both results are looked at there: what fails is told apart from what is passed on. A figure is the reason. */
  const excepted: Readonly<Record<string, readonly string[]>> = {
    'payouts/Payments.sol': ['a call by its bytes'],
    'checkout/Sales.sol': ['a call by its bytes'],
    'volumes/SaleEntries.sol': ['a call by its bytes'],
  };
  const sources = readdirSync(join(root, 'contracts'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.sol'),
  );
  it.each(sources)('%s has none of them', (path) => {
    expect(forbiddenIn(readFileSync(join(root, 'contracts', path), 'utf8'))).toEqual(excepted[path] ?? []);
  });
});
