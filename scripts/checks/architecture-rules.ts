import type { IForbiddenRuleType } from 'dependency-cruiser';
import { auditSees, floors, moduleOrder, webOrder, webSees } from './floors.ts';

/** Tests, and what only the engine's tests use. */
const TEST = '(\\.test\\.tsx?|^backend/engine/testing/.+)$';
const anyOf = (names: readonly string[]): string => `(${names.join('|')})`;
const escape = (text: string): string => text.replaceAll('/', '\\/').replaceAll('.', '\\.');

function floorRules(): IForbiddenRuleType[] {
  return floors.map((floor) => {
    const closed = floors.filter((other) => other !== floor && other.level >= floor.level).map((other) => other.name);
    return {
      name: 'floors-go-down',
      comment: `${floor.name} stands on level ${floor.level}; an import goes down only`,
      severity: 'error',
      from: { path: `^backend/${floor.name}/` },
      // A floor without anything above or beside it is the roof; then only the world outside the backend is closed to it.
      to: { path: [...(closed.length === 0 ? [] : [`^backend/${anyOf(closed)}/`]), '^(web|scripts|test)/'], pathNot: TEST },
    };
  });
}

function purityRules(): IForbiddenRuleType[] {
  return floors.flatMap((floor) => {
    const from = { path: `^backend/${floor.name}/`, pathNot: TEST };
    const rules: IForbiddenRuleType[] = [];
    if (floor.isomorphic === true) {
      rules.push({
        name: 'pure-floors',
        comment: `${floor.name} runs in a browser too: no Node modules`,
        severity: 'error',
        from,
        to: { dependencyTypes: ['core'] },
      });
    }
    if (floor.packages !== undefined) {
      const allowed = floor.packages.map((name) => `node_modules/${escape(name)}/`);
      rules.push({
        name: 'pure-floors',
        comment: `${floor.name} may use only: ${floor.packages.join(', ') || 'no package'}`,
        severity: 'error',
        from,
        to: { path: 'node_modules/', ...(allowed.length === 0 ? {} : { pathNot: allowed }) },
      });
    }
    return rules;
  });
}

function moduleRules(): IForbiddenRuleType[] {
  const order = Object.entries(moduleOrder).map(([name, known]): IForbiddenRuleType => ({
    name: 'module-order',
    comment: `${name} may open the doors of: ${known.join(', ') || 'no module'}`,
    severity: 'error',
    from: { path: `^backend/modules/${name}/`, pathNot: TEST },
    to: { path: '^backend/modules/', pathNot: `^backend/modules/${anyOf([name, ...known])}/` },
  }));
  return [
    ...order,
    {
      name: 'module-door',
      comment: 'a module is entered through its index.ts',
      severity: 'error',
      from: { path: '^(backend|scripts|web)/', pathNot: ['^backend/modules/', TEST] },
      to: { path: '^backend/modules/[^/]+/', pathNot: '^backend/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'module-door',
      comment: 'a module is entered through its index.ts, by other modules too',
      severity: 'error',
      from: { path: '^backend/modules/([^/]+)/' },
      to: { path: '^backend/modules/[^/]+/', pathNot: ['^backend/modules/$1/', '^backend/modules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'repository-is-private',
      comment: 'only its own module uses a repository',
      severity: 'error',
      from: { path: '^backend/', pathNot: '^backend/modules/([^/]+)/' },
      to: { path: '^backend/modules/[^/]+/repository(\\.ts$|/)' },
    },
    {
      name: 'prisma-only-in-repository',
      comment: 'SQL and Prisma stay in repositories',
      severity: 'error',
      from: { path: '^backend/(modules|workflows|http|bot|jobs)/', pathNot: ['/repository(\\.ts$|/)', TEST] },
      to: { path: ['node_modules/(@prisma|prisma|pg|pg-copy-streams)/', '^backend/platform/generated/prisma'] },
    },
    {
      name: 'modules-read-the-mirror',
      comment: 'modules know neither the chain nor HTTP',
      severity: 'error',
      from: { path: '^backend/modules/', pathNot: TEST },
      to: { path: ['^backend/chain/', '^backend/mirror/write', 'node_modules/(viem|express|ethers)/'] },
    },
    {
      name: 'chain-writes-in-workflows',
      comment: 'transactions are sent by workflows; bin only wires the sender up',
      severity: 'error',
      from: { path: '^backend/', pathNot: ['^backend/(chain|workflows|bin)/', TEST] },
      to: { path: '^backend/chain/sender(\\.ts$|/)', dependencyTypesNot: ['type-only'] },
    },
  ];
}

function webRules(): IForbiddenRuleType[] {
  const inside = webOrder.map((name, index): IForbiddenRuleType | undefined => {
    const above = webOrder.slice(index + 1);
    if (above.length === 0) return undefined;
    return {
      name: 'web-order',
      comment: `in the cabinet: ${webOrder.join(' ← ')}`,
      severity: 'error',
      from: { path: `^web/${name}/` },
      to: { path: `^web/${anyOf(above)}/` },
    };
  });
  return [
    ...inside.filter((rule) => rule !== undefined),
    {
      name: 'web-sees-little',
      comment: 'the cabinet sees kernel, engine, api, the ABIs and the messages of the contracts',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(backend|scripts|test)/', pathNot: [...webSees] },
    },
  ];
}

/** Everything that dependency-cruiser is asked to forbid. */
export function architectureRules(): IForbiddenRuleType[] {
  return [
    { name: 'no-cycles', comment: 'no import leads back to itself', severity: 'error', from: {}, to: { circular: true } },
    ...floorRules(),
    ...purityRules(),
    ...moduleRules(),
    ...webRules(),
    {
      name: 'nobody-imports-bin',
      comment: 'bin is where processes begin; only its wiring can be used by scripts and tests, which are processes of their own',
      severity: 'error',
      from: { pathNot: '^backend/bin/' },
      to: { path: '^backend/bin/', pathNot: '^backend/bin/wiring\\.ts$' },
    },
    {
      name: 'audit-trusts-nobody',
      comment: 'the auditor sees pure code, ABIs and the addresses file, nothing that the company keeps',
      severity: 'error',
      from: { path: '^scripts/audit/', pathNot: TEST },
      to: { path: '^(backend|scripts|web|test)/', pathNot: [...auditSees, '^scripts/audit/'] },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'the server is installed with --omit=dev',
      severity: 'error',
      from: { path: '^backend/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-unresolved',
      comment: 'the import leads nowhere',
      severity: 'error',
      from: { path: '^(backend|scripts|test|web)/' },
      to: { couldNotResolve: true, pathNot: ['generated', '^virtual:'] },
    },
  ];
}
