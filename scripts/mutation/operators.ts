import { childrenOf, nodeAt, rangeOf, type SyntaxNode, typeOf } from './syntax-tree.ts';

/** What a mutant breaks. The set is that of the published mutators for Solidity. */
export type Operator =
  | 'line removal'
  | 'revert replacement'
  | 'negation'
  | 'comparison'
  | 'boundary'
  | 'logic'
  | 'arithmetic'
  | 'constant'
  | 'modifier';

/** One way to break one place: `replacement` takes the place of the source between `start` and `end`. */
export interface Mutation {
  readonly operator: Operator;
  readonly start: number;
  readonly end: number;
  /** How the switch is written: around an expression, around a statement, in front of one, inside assembly. */
  readonly form:
    'expression' | 'negation' | 'removal' | 'revert' | 'modifier' | 'assembly' | 'assembly condition' | 'assembly call';
  readonly replacement: string;
  /** Mutations with the same group are one mutant: a constant is wrong wherever it is used. */
  readonly group?: string;
}

const comparisons: Readonly<Record<string, readonly [Operator, string][]>> = {
  '<': [
    ['boundary', '<='],
    ['comparison', '>='],
  ],
  '<=': [
    ['boundary', '<'],
    ['comparison', '>'],
  ],
  '>': [
    ['boundary', '>='],
    ['comparison', '<='],
  ],
  '>=': [
    ['boundary', '>'],
    ['comparison', '<'],
  ],
  '==': [['comparison', '!=']],
  '!=': [['comparison', '==']],
  '&&': [['logic', '||']],
  '||': [['logic', '&&']],
};

const swaps: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '<<': '>>',
  '>>': '<<',
  '&': '|',
  '|': '&',
  '^': '&',
  '**': '*',
};

/** Constants by the number of their declaration, in all files that were read. */
export type Constants = ReadonlyMap<number, string>;

/** Constants (of contracts and of files) whose value is a number, a truth or a word: number of declaration → type. */
export function constantsOf(trees: Iterable<SyntaxNode>): Constants {
  const found = new Map<number, string>();
  const visit = (node: SyntaxNode): void => {
    if (node.nodeType === 'VariableDeclaration' && node['constant'] === true) found.set(node['id'] as number, typeOf(node));
    for (const child of childrenOf(node)) visit(child);
  };
  for (const tree of trees) visit(tree);
  return found;
}

/** Every mutation of the Solidity (not of the assembly) below `node`, which is a body or a part of one. */
export function mutationsOf(node: SyntaxNode, text: (node: SyntaxNode) => string, constants: Constants): Mutation[] {
  const found: Mutation[] = [];
  const add = (at: SyntaxNode, operator: Operator, form: Mutation['form'], replacement: string, group?: string): void => {
    found.push({ ...rangeOf(at), operator, form, replacement, ...(group === undefined ? {} : { group }) });
  };

  const visit = (current: SyntaxNode, context: string | undefined): void => {
    if (current.nodeType === 'InlineAssembly') return;
    if (typeOf(current).startsWith('int_const ')) {
      constant(current, context);
      return;
    }
    statement(current);
    condition(current);
    operation(current);
    if (current.nodeType === 'Literal' && current['kind'] === 'bool') {
      add(current, 'constant', 'expression', text(current) === 'true' ? 'false' : 'true');
    }
    if (isZeroOf(current, 'address')) {
      add(current, 'constant', 'expression', 'address(1)');
      return;
    }
    if (named(current)) return;
    // The parts of a loop's head are written as statements but are none.
    const head =
      current.nodeType === 'ForStatement' ? ['loopExpression', 'initializationExpression'].map((part) => current[part]) : [];
    for (const child of childrenOf(current)) {
      if (head.includes(child)) for (const part of childrenOf(child)) visit(part, undefined);
      else visit(child, contextOf(current, child));
    }
  };

  /** A whole number that the compiler works out: one more, and nothing. */
  const constant = (current: SyntaxNode, context: string | undefined): void => {
    const value = BigInt(/^int_const (-?\d+)$/.exec(typeOf(current))?.[1] ?? '0');
    const cast = (changed: bigint): string => (context === undefined ? `${changed}` : `${context}(${changed})`);
    add(current, 'constant', 'expression', cast(value + 1n));
    if (value > 1n) add(current, 'constant', 'expression', cast(0n));
  };

  const named = (current: SyntaxNode): boolean => {
    if (current.nodeType !== 'Identifier' && current.nodeType !== 'MemberAccess') return false;
    const declaration = current['referencedDeclaration'] as number | undefined;
    const type = declaration === undefined ? undefined : constants.get(declaration);
    if (type === undefined) return false;
    const group = `constant ${declaration}`;
    if (/^u?int\d+$/.test(type)) add(current, 'constant', 'expression', `${text(current)} + 1`, group);
    if (type === 'bytes32') add(current, 'constant', 'expression', `~${text(current)}`, group);
    return true;
  };

  const statement = (current: SyntaxNode): void => {
    switch (current.nodeType) {
      case 'ExpressionStatement':
      case 'EmitStatement':
        add(current, 'line removal', 'removal', '');
        add(current, 'revert replacement', 'revert', '');
        break;
      case 'RevertStatement':
      case 'Break':
      case 'Continue':
        add(current, 'line removal', 'removal', '');
        break;
      case 'Return':
        if (nodeAt(current, 'expression') !== undefined) add(current, 'revert replacement', 'revert', '');
        add(current, 'line removal', 'removal', '');
        break;
    }
  };

  const condition = (current: SyntaxNode): void => {
    if (!['IfStatement', 'WhileStatement', 'ForStatement', 'Conditional'].includes(current.nodeType)) return;
    const asked = nodeAt(current, 'condition');
    // The negation of a bare comparison is its opposite, which is listed as such.
    const opposites = comparisons[(asked?.['operator'] as string | undefined) ?? ''] ?? [];
    if (asked === undefined || opposites.some(([kind]) => kind === 'comparison')) return;
    add(asked, 'negation', 'negation', `!(${text(asked)})`);
  };

  const operation = (current: SyntaxNode): void => {
    const operator = current['operator'] as string | undefined;
    if (operator === undefined) return;
    if (current.nodeType === 'BinaryOperation') {
      const left = nodeAt(current, 'leftExpression');
      const right = nodeAt(current, 'rightExpression');
      if (left === undefined || right === undefined) return;
      for (const [kind, other] of comparisons[operator] ?? []) {
        add(current, kind, 'expression', `(${text(left)}) ${other} (${text(right)})`);
      }
      const swapped = swaps[operator];
      if (swapped !== undefined) add(current, 'arithmetic', 'expression', `(${text(left)}) ${swapped} (${text(right)})`);
    } else if (current.nodeType === 'Assignment' && operator !== '=') {
      const swapped = swaps[operator.slice(0, -1)];
      const left = nodeAt(current, 'leftHandSide');
      const right = nodeAt(current, 'rightHandSide');
      if (swapped === undefined || left === undefined || right === undefined) return;
      add(current, 'arithmetic', 'expression', `(${text(left)} ${swapped}= ${text(right)})`);
    } else if (current.nodeType === 'UnaryOperation' && (operator === '++' || operator === '--')) {
      const operand = nodeAt(current, 'subExpression');
      if (operand === undefined) return;
      const other = operator === '++' ? '--' : '++';
      const changed = current['prefix'] === true ? `${other}${text(operand)}` : `${text(operand)}${other}`;
      add(current, 'arithmetic', 'expression', `(${changed})`);
    }
  };

  visit(node, undefined);
  return found;
}

/** The type in which a constant below an operation is taken: a bare number in a choice would be the smallest that fits. */
function contextOf(parent: SyntaxNode, child: SyntaxNode): string | undefined {
  if (parent.nodeType !== 'BinaryOperation') return undefined;
  const operator = parent['operator'] as string;
  const isShift = operator === '<<' || operator === '>>' || operator === '**';
  if (isShift) return nodeAt(parent, 'leftExpression')?.src === child.src ? 'uint256' : undefined;
  const common = parent['commonType'] as { readonly typeString?: string } | undefined;
  return common?.typeString !== undefined && /^(u?int|bytes)\d+$/.test(common.typeString) ? common.typeString : undefined;
}

/** Whether this is `address(0)` and the like. */
function isZeroOf(node: SyntaxNode, type: string): boolean {
  if (node.nodeType !== 'FunctionCall' || node['kind'] !== 'typeConversion' || typeOf(node) !== type) return false;
  const [argument] = node['arguments'] as readonly SyntaxNode[];
  return argument !== undefined && typeOf(argument) === 'int_const 0';
}
