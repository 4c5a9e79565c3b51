import { assemblyMutations } from './assembly.ts';
import { type Constants, constantsOf, type Mutation, mutationsOf, type Operator } from './operators.ts';
import { analyse, childrenOf, type CompilerFault, nodeAt, rangeOf, type SyntaxNode } from './syntax-tree.ts';

export interface Mutant {
  /** What the test run names to switch this mutant on; 0 is none. */
  readonly number: number;
  readonly file: string;
  readonly line: number;
  readonly operator: Operator;
  /** The places that are broken, each with what stands there and what stands there instead. */
  readonly original: string;
  readonly replacement: string;
}

interface Numbered extends Mutation {
  readonly number: number;
  readonly file: string;
}

/** The file with the switch; every mutated source imports it. */
export const switchFile = 'contracts/Mutant.sol';

/**
 * The number is the coinbase of the block: a test run can choose it, and nothing else here reads it. The detour through a
 * function pointer lets functions stay `pure`.
 */
export const switchSource = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

function chosen() view returns (uint256) {
    return uint160(address(block.coinbase));
}

function asPure(function() view returns (uint256) given) pure returns (function() pure returns (uint256) taken) {
    assembly {
        taken := given
    }
}

function mutant() pure returns (uint256) {
    return asPure(chosen)();
}
`;

/** Writes all mutants of \`files\` into one text per file, each behind a switch. What does not compile is left out. */
export function buildSchemata(files: Readonly<Record<string, string>>): {
  readonly sources: Readonly<Record<string, string>>;
  readonly mutants: readonly Mutant[];
} {
  const { trees, faults } = analyse(files);
  if (faults.length > 0) throw new Error(faults[0]?.message);
  const constants = constantsOf(Object.values(trees));
  let numbered: readonly Numbered[] = number(
    Object.entries(files).flatMap(([file, source]) =>
      mutationsOfFile(trees[file], source, constants).map((one) => ({ ...one, file })),
    ),
  );
  for (;;) {
    const sources = Object.fromEntries(
      Object.entries(files).map(([file, source]) => [
        file,
        write(
          source,
          file,
          numbered.filter((one) => one.file === file),
        ),
      ]),
    );
    const wrong = analyse({ ...sources, [switchFile]: switchSource }).faults;
    if (wrong.length === 0) return { sources, mutants: describe(files, numbered) };
    const unfit = new Set(wrong.map((fault) => culprit(sources[fault.file ?? ''], fault, numbered)));
    numbered = numbered.filter((one) => !unfit.has(one.number));
  }
}

/** Modifiers that can be taken off a single function, and what they check. */
const conditional: Readonly<Record<string, string>> = {
  restricted: '_checkCanCall(msg.sender, msg.data);',
  onlyVault: 'if (msg.sender != payoutVault) revert GenealogyNotVault(msg.sender);',
};

function mutationsOfFile(tree: SyntaxNode | undefined, content: string, constants: Constants): Mutation[] {
  const source = Buffer.from(content);
  const text = (node: SyntaxNode): string => source.toString('utf8', rangeOf(node).start, rangeOf(node).end);
  const found: Mutation[] = [];
  const visit = (node: SyntaxNode): void => {
    const body =
      node.nodeType === 'FunctionDefinition' || node.nodeType === 'ModifierDefinition' ? nodeAt(node, 'body') : undefined;
    if (body !== undefined) {
      found.push(...mutationsOf(body, text, constants));
      for (const used of (node['modifiers'] ?? []) as readonly SyntaxNode[]) {
        if (conditional[text(used)] === undefined) continue;
        found.push({ ...rangeOf(used), operator: 'modifier', form: 'modifier', replacement: text(used) });
      }
    }
    if (node.nodeType === 'InlineAssembly') found.push(...assemblyMutations(node, source));
    for (const child of childrenOf(node)) if (!node.nodeType.startsWith('Yul')) visit(child);
  };
  if (tree !== undefined) visit(tree);
  return found;
}

function number(mutations: readonly (Mutation & { readonly file: string })[]): Numbered[] {
  const groups = new Map<string, number>();
  let last = 0;
  return mutations.map((mutation) => {
    const group = mutation.group === undefined ? undefined : `${mutation.file} ${mutation.group}`;
    const known = group === undefined ? undefined : groups.get(group);
    const own = known ?? ++last;
    if (group !== undefined) groups.set(group, own);
    return { ...mutation, number: own };
  });
}

function describe(files: Readonly<Record<string, string>>, numbered: readonly Numbered[]): Mutant[] {
  const first = new Map<number, Mutant>();
  for (const { number: own, file, start, end, operator, form, replacement } of numbered) {
    const source = Buffer.from(files[file] ?? '');
    if (first.has(own)) continue;
    const words: Partial<Record<Mutation['form'], string>> = { removal: '(removed)', revert: 'revert()', modifier: '(removed)' };
    first.set(own, {
      number: own,
      file,
      line: source.toString('utf8', 0, start).split('\n').length,
      operator,
      original: oneLine(source.toString('utf8', start, end)),
      replacement: oneLine(words[form] ?? (replacement === '' ? '(removed)' : replacement)),
    });
  }
  return [...first.values()];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

interface Site {
  readonly start: number;
  readonly end: number;
  readonly mutations: readonly Numbered[];
  readonly layer: 'expression' | 'statement' | 'modifier' | 'assembly' | 'assembly condition' | 'assembly call' | 'block';
  readonly inside: Site[];
}

const layers: Readonly<Record<Mutation['form'], Site['layer']>> = {
  expression: 'expression',
  negation: 'expression',
  removal: 'statement',
  revert: 'statement',
  modifier: 'modifier',
  assembly: 'assembly',
  'assembly condition': 'assembly condition',
  'assembly call': 'assembly call',
};

function write(content: string, file: string, mutations: readonly Numbered[]): string {
  const source = Buffer.from(content);
  const sites = new Map<string, Site & { mutations: Numbered[] }>();
  for (const mutation of mutations) {
    const layer = layers[mutation.form];
    // The range of most statements ends before their semicolon.
    const closed = layer !== 'statement' || source[mutation.end - 1] === 0x3b;
    const end = closed ? mutation.end : source.indexOf(';', mutation.end) + 1;
    const key = `${mutation.start} ${end} ${layer}`;
    const site = sites.get(key) ?? { start: mutation.start, end, layer, mutations: [], inside: [] };
    site.mutations.push(mutation);
    sites.set(key, site);
  }
  const ordered = [...sites.values(), ...assemblyBlocks(source, sites.values())].sort(
    (one, other) =>
      one.start - other.start || other.end - one.end || Number(other.layer === 'statement') - Number(one.layer === 'statement'),
  );
  const top: Site = { start: 0, end: source.length, layer: 'block', mutations: [], inside: [] };
  const open = [top];
  for (const site of ordered) {
    while ((open.at(-1)?.end ?? 0) < site.end) open.pop();
    open.at(-1)?.inside.push(site);
    open.push(site);
  }
  const depth = file.split('/').length - 2;
  const path = depth === 0 ? './Mutant.sol' : `${'../'.repeat(depth)}Mutant.sol`;
  const text = inner(top, source).replace(/^(pragma solidity [^;]+;\n)/m, `$1import {mutant} from "${path}";\n`);
  const added = mutations
    .filter(({ form }) => form === 'modifier')
    .map(
      ({ replacement: name, number: own }) =>
        `    modifier ${name}Unless${own}() { if (mutant() != ${own}) { ${conditional[name]} } _; }\n`,
    );
  return text.replace(/^((?:abstract )?contract [^{]+\{\n)/m, `$1${added.join('')}`);
}

/** The assembly blocks that have mutants: the number is read into a variable in front of them. */
function assemblyBlocks(source: Buffer, sites: Iterable<Site>): Site[] {
  const inside = [...sites].filter(({ layer }) => layer.startsWith('assembly'));
  const blocks: Site[] = [];
  for (let at = source.indexOf('assembly'); at !== -1; at = source.indexOf('assembly', at + 1)) {
    if (!/^assembly( \("memory-safe"\))? \{/.test(source.toString('utf8', at, at + 40))) continue;
    let end = source.indexOf('{', at) + 1;
    for (let level = 1; level > 0; end++) {
      if (source[end] === 0x7b) level++;
      if (source[end] === 0x7d) level--;
    }
    if (inside.some((site) => site.start > at && site.end < end))
      blocks.push({ start: at, end, layer: 'block', mutations: [], inside: [] });
  }
  return blocks;
}

function inner(site: Site, source: Buffer): string {
  let text = '';
  let at = site.start;
  for (const child of site.inside) {
    text += source.toString('utf8', at, child.start) + render(child, source);
    at = child.end;
  }
  return text + source.toString('utf8', at, site.end);
}

function render(site: Site, source: Buffer): string {
  const text = inner(site, source);
  switch (site.layer) {
    case 'expression':
      return choice(site, text);
    case 'statement':
      return site.mutations.reduce(
        (result, { form, number: own }) =>
          form === 'revert' ? `{ if (mutant() == ${own}) revert(); ${result} }` : `{ if (mutant() != ${own}) { ${result} } }`,
        text,
      );
    case 'modifier':
      return `${site.mutations[0]?.replacement}Unless${site.mutations[0]?.number}`;
    case 'assembly':
      return assemblySwitch(site, text);
    case 'assembly condition':
      return `xor(${text}, ${site.mutations.reduce((rest, one) => `or(${rest}, mul(xor(${text}, ${one.replacement}), eq(mutantNumber, ${one.number})))`, '0')})`;
    case 'assembly call':
      return conditionOnce(site, text);
    default:
      return `uint256 mutantNumber = mutant();\n${text}`;
  }
}

function choice(site: Site, text: string): string {
  const changed = site.mutations.filter(({ form }) => form === 'expression');
  const chain = changed.map(({ number: own, replacement }) => `mutant() == ${own} ? (${replacement}) : `).join('');
  const chosen = changed.length === 0 ? text : `(${chain}${text})`;
  return site.mutations
    .filter(({ form }) => form === 'negation')
    .reduce((result, { number: own }) => `((${result}) != (mutant() == ${own}))`, chosen);
}

/** The condition of an `if` as a variable of its own, so that the call in it happens once. */
function conditionOnce(site: Site, text: string): string {
  const name = `asked${site.start}`;
  const cases = site.mutations.map(({ number: own, replacement }) => `case ${own} { ${name} := ${replacement} }`).join(' ');
  return `let ${name} switch mutantNumber ${cases} default { ${name} := ${text.replace(/^if\s+/, '')} } if ${name}`;
}

function assemblySwitch(site: Site, text: string): string {
  const declared = /^let ([^:]+?) :=/.exec(text)?.[1];
  const strip = (statement: string): string => (declared === undefined ? statement : statement.replace(/^let /, ''));
  const cases = site.mutations.map(({ number: own, replacement }) => `case ${own} { ${strip(replacement)} }`).join(' ');
  return `${declared === undefined ? '' : `let ${declared} `}switch mutantNumber ${cases} default { ${strip(text)} }`;
}

/**
 * The mutant that a compiler error belongs to: the one whose switch begins there, else a constant that was changed inside of what
 * the error points at, else the last switch before.
 */
function culprit(source: string | undefined, fault: CompilerFault, numbered: readonly Numbered[]): number {
  if (source === undefined) throw new Error(fault.message);
  const bytes = Buffer.from(source);
  const marks = /(?:mutant\(\) [=!]=|case|mutantNumber,|Unless) ?(\d+)/g;
  const pointed = bytes.toString('utf8', fault.start, fault.end);
  const here = /^\(*mutant\(\) [=!]= (\d+)/.exec(pointed)?.[1];
  const within = [...pointed.matchAll(marks)].map((mark) => mark[1]);
  const constant = within.find((own) => numbered.some((one) => one.operator === 'constant' && one.number === Number(own)));
  const before = [...bytes.toString('utf8', 0, fault.start).matchAll(marks)].at(-1)?.[1];
  const found = here ?? constant ?? within[0] ?? before;
  if (found === undefined) throw new Error(fault.message);
  return Number(found);
}
