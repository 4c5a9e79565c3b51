import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Repository root. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A node as the compiler prints it; which fields there are depends on `nodeType`. */
export interface SyntaxNode {
  readonly nodeType: string;
  /** `start:length:file`, in bytes. */
  readonly src: string;
  readonly [field: string]: unknown;
}

export interface CompilerFault {
  readonly message: string;
  readonly file: string | undefined;
  readonly start: number;
  readonly end: number;
}

interface CompilerOutput {
  readonly errors?: readonly {
    readonly severity: string;
    readonly formattedMessage: string;
    readonly sourceLocation?: { readonly file: string; readonly start: number; readonly end: number };
  }[];
  readonly sources?: Readonly<Record<string, { readonly ast: SyntaxNode }>>;
}

interface Compiler {
  readonly compile: (input: string, callbacks: { import: (path: string) => { contents: string } | { error: string } }) => string;
}

const require = createRequire(import.meta.url);

/** Reads and checks Solidity (no code is made, so it takes a second); sources that are not given are looked for on the disk. */
export function analyse(sources: Readonly<Record<string, string>>): {
  readonly trees: Readonly<Record<string, SyntaxNode>>;
  readonly faults: readonly CompilerFault[];
} {
  const compiler = require('solc') as Compiler;
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(Object.entries(sources).map(([path, content]) => [path, { content }])),
    settings: { evmVersion: 'prague', outputSelection: { '*': { '': ['ast'] } } },
  };
  const output = JSON.parse(compiler.compile(JSON.stringify(input), { import: readSource })) as CompilerOutput;
  const faults = (output.errors ?? [])
    .filter(({ severity }) => severity === 'error')
    .map(({ formattedMessage, sourceLocation }) => ({
      message: formattedMessage,
      file: sourceLocation?.file,
      start: sourceLocation?.start ?? 0,
      end: sourceLocation?.end ?? 0,
    }));
  const trees = Object.fromEntries(Object.entries(output.sources ?? {}).map(([path, { ast }]) => [path, ast]));
  return { trees, faults };
}

function readSource(path: string): { contents: string } | { error: string } {
  const file = path.startsWith('@') ? join(root, 'node_modules', path) : join(root, path);
  try {
    return { contents: readFileSync(file, 'utf8') };
  } catch (error) {
    return { error: `${dirname(file)}: ${String(error)}` };
  }
}

/** Where a node stands in the bytes of its file. */
export function rangeOf(node: SyntaxNode): { readonly start: number; readonly end: number } {
  const [start = '0', length = '0'] = node.src.split(':');
  return { start: Number(start), end: Number(start) + Number(length) };
}

/** The nodes right below `node`. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? (value as readonly unknown[]) : [value]))
    .filter(isNode);
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'nodeType' in value && 'src' in value;
}

/** A field that holds one node. */
export function nodeAt(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return isNode(node[field]) ? node[field] : undefined;
}

/** Type of an expression as the compiler writes it, such as `uint256` or `int_const 3`. */
export function typeOf(node: SyntaxNode): string {
  const described = node['typeDescriptions'] as { readonly typeString?: string | null } | undefined;
  return described?.typeString ?? '';
}
