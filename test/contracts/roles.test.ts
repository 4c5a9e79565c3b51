import { type BaseContract, type FunctionFragment, getAddress, Interface, isCallException, type ParamType } from 'ethers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorsAbi } from '#chain/generated/abi.ts';
import {
  functionAccess,
  type ManagedContract,
  type OtherCaller,
  roleIds,
  type RoleName,
  roleNames,
} from '#scripts/deploy/roles.ts';
import { mined, openWorld, type World } from './support/world.ts';

const managed = [
  'genealogy',
  'enrollment',
  'planRegistry',
  'volumeLedger',
  'payoutVault',
  'checkout',
] as const satisfies ManagedContract[];

/** The errors with which a contract says "not you". Any other answer means that the caller was let in. */
const refusals = new Set([
  'AccessManagedUnauthorized',
  'GenealogyNotRegistrar',
  'GenealogyNotVault',
  'GenealogyNotLedger',
  'GenealogyNotRecovery',
  'GenealogyNoMember',
  'VolumeLedgerNotCheckout',
  'PayoutVaultNotItself',
  'EnrollmentNotInviter',
]);
const errors = new Interface(errorsAbi);

type Caller = RoleName | 'stranger' | 'member' | 'recovery' | 'registrar' | 'vault' | 'ledger' | 'checkout' | 'authority';

const callersOf: Readonly<Record<OtherCaller, readonly Caller[] | 'all'>> = {
  anybody: 'all',
  'a member': ['member'],
  'the registrar': ['registrar'],
  'the recovery address': ['recovery'],
  'the payout vault': ['vault'],
  'the vault itself': ['vault'],
  'the ledger': ['ledger'],
  'the checkout': ['checkout'],
  'the sponsor or an inviter': ['member', 'inviter'],
  'the authority': ['authority'],
};

// C27: nobody but the callers of the table gets past the door of a function that changes anything.
describe('function × role (C27)', () => {
  let world: World;
  let addresses: ReadonlyMap<Caller, string>;

  beforeAll(async () => {
    world = await openWorld();
    const { contracts } = world.deployment;
    const recovery = '0x00000000000000000000000000000000005712a7';
    await mined(world.as(world.company).genealogy.setRecovery(recovery));
    // Nobody is referee by deployment; who is one gets through one door.
    await mined(world.as().accessManager.grantRole(roleIds.referee, world.roles.referee.address, 0));
    addresses = new Map<Caller, string>([
      ...roleNames.map((role) => [role, world.roles[role].address] as const),
      ['stranger', '0x00000000000000000000000000000000005712a6'],
      ['member', world.company.address],
      ['registrar', contracts.enrollment],
      ['recovery', recovery],
      ['vault', contracts.payoutVault],
      ['ledger', contracts.volumeLedger],
      ['checkout', contracts.checkout],
      ['authority', contracts.accessManager],
    ]);
  });
  afterAll(() => world.stop());

  test.each(managed)('the table names every function of %s that changes anything, and no other', (name) => {
    const contract: BaseContract = world.as()[name];
    const listed = functionAccess.filter((entry) => entry.contract === name).map((entry) => entry.function);
    expect(listed.toSorted()).toEqual(
      changingFunctions(contract)
        .map((fragment) => fragment.name)
        .toSorted(),
    );
  });

  test.each(functionAccess.map((entry) => [`${entry.contract}.${entry.function}`, entry] as const))(
    '%s lets in exactly whom the table names',
    async (_, entry) => {
      const contract: BaseContract = world.as()[entry.contract];
      const fragment = changingFunctions(contract).find(({ name }) => name === entry.function);
      if (fragment === undefined) throw new Error('The function is not there.');
      const data = contract.interface.encodeFunctionData(fragment, fragment.inputs.map(anything));
      const admitted: Caller[] = [];
      for (const [caller, from] of addresses) {
        if (await letsIn(await contract.getAddress(), from, data)) admitted.push(caller);
      }
      const expected = 'role' in entry.caller ? [entry.caller.role] : callersOf[entry.caller.other];
      expect(admitted.toSorted()).toEqual((expected === 'all' ? [...addresses.keys()] : [...expected]).toSorted());
    },
  );

  async function letsIn(to: string, from: string, data: string): Promise<boolean> {
    try {
      await world.provider.call({ to, from, data });
      return true;
    } catch (error) {
      if (!isCallException(error) || error.data === null) throw error;
      const fault = errors.parseError(error.data);
      // The wallet that was named in the call may be wrong as well; that says nothing about the caller.
      if (fault?.name === 'GenealogyNotTheWallet') return fault.args['wallet'] !== getAddress(from);
      return !refusals.has(fault?.name ?? '');
    }
  }
});

function changingFunctions(contract: BaseContract): FunctionFragment[] {
  const found: FunctionFragment[] = [];
  contract.interface.forEachFunction((fragment) => {
    if (!fragment.constant) found.push(fragment);
  });
  return found;
}

/** Some value of the type: who may call is asked before what was sent is looked at. */
function anything(type: ParamType): unknown {
  if (type.isArray()) return [];
  if (type.isTuple()) return type.components.map(anything);
  if (type.baseType === 'address') return '0x0000000000000000000000000000000000000abc';
  if (type.baseType === 'bool') return true;
  if (type.baseType === 'string') return 'text';
  if (type.baseType === 'bytes') return '0x';
  if (type.baseType.startsWith('bytes')) return `0x${'00'.repeat(Number(type.baseType.slice(5)))}`;
  return 1;
}
