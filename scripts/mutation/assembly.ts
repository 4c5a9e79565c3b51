import type { Mutation, Operator } from './operators.ts';
import { childrenOf, nodeAt, rangeOf, type SyntaxNode } from './syntax-tree.ts';

/** Statements whose expressions are mutated as a whole: a switch chooses among copies of the statement. */
const plain = new Set(['YulExpressionStatement', 'YulAssignment', 'YulVariableDeclaration']);

const swaps: Readonly<Record<string, readonly [Operator, string]>> = {
  add: ['arithmetic', 'sub'],
  sub: ['arithmetic', 'add'],
  mul: ['arithmetic', 'div'],
  div: ['arithmetic', 'mul'],
  mod: ['arithmetic', 'mul'],
  shl: ['arithmetic', 'shr'],
  shr: ['arithmetic', 'shl'],
  and: ['logic', 'or'],
  or: ['logic', 'and'],
  xor: ['logic', 'and'],
  lt: ['comparison', 'gt'],
  gt: ['comparison', 'lt'],
  slt: ['comparison', 'sgt'],
  sgt: ['comparison', 'slt'],
};

/** Mutations of an assembly block. Each replaces a whole statement, or the condition of an `if` or a loop. */
export function assemblyMutations(block: SyntaxNode, source: Buffer): Mutation[] {
  const found: Mutation[] = [];
  const text = (start: number, end: number): string => source.toString('utf8', start, end);

  /** Breaks `part` inside of `whole`, which is a statement or a condition. */
  const within = (whole: SyntaxNode, form: Mutation['form'], operator: Operator, part: SyntaxNode, changed: string): void => {
    const outer = rangeOf(whole);
    const inner = rangeOf(part);
    found.push({ operator, form, ...outer, replacement: text(outer.start, inner.start) + changed + text(inner.end, outer.end) });
  };

  const expressions = (whole: SyntaxNode, form: Mutation['form'], node: SyntaxNode): void => {
    if (node.nodeType === 'YulFunctionCall') {
      const name = nodeAt(node, 'functionName');
      const swap = swaps[(name?.['name'] as string | undefined) ?? ''];
      if (name !== undefined && swap !== undefined) within(whole, form, swap[0], name, swap[1]);
      if (name?.['name'] === 'iszero') {
        within(whole, form, 'negation', node, `iszero(${text(rangeOf(node).start, rangeOf(node).end)})`);
      }
      for (const argument of node['arguments'] as readonly SyntaxNode[]) expressions(whole, form, argument);
    } else if (node.nodeType === 'YulLiteral' && node['kind'] === 'number') {
      within(whole, form, 'constant', node, `${BigInt(node['value'] as string) + 1n}`);
    }
  };

  const visit = (node: SyntaxNode): void => {
    if (plain.has(node.nodeType)) {
      const value = nodeAt(node, node.nodeType === 'YulExpressionStatement' ? 'expression' : 'value');
      if (value !== undefined) expressions(node, 'assembly', value);
      if (node.nodeType !== 'YulVariableDeclaration') {
        found.push({ ...rangeOf(node), operator: 'line removal', form: 'assembly', replacement: '' });
      }
      return;
    }
    const asked = node.nodeType === 'YulIf' || node.nodeType === 'YulForLoop' ? nodeAt(node, 'condition') : undefined;
    if (asked !== undefined) {
      const { start, end } = rangeOf(asked);
      const first = found.length;
      found.push({ start, end, operator: 'negation', form: 'assembly condition', replacement: `iszero(${text(start, end)})` });
      expressions(asked, 'assembly condition', asked);
      // A condition that calls may be evaluated once only; so the whole `if` is replaced up to its body.
      if (node.nodeType === 'YulIf' && /call\(/.test(text(start, end))) {
        const asks = found.splice(first).map((one): Mutation => ({ ...one, start: rangeOf(node).start, form: 'assembly call' }));
        found.push(...asks);
      }
    }
    for (const child of childrenOf(node)) if (child !== asked) visit(child);
  };
  visit(block);
  return found;
}
