import {
  AbiCoder,
  concat,
  Contract,
  getBytes,
  hexlify,
  isCallException,
  type Provider,
  TypedDataEncoder,
  zeroPadValue,
} from 'ethers';
import { type Artifact, deployedContracts, readArtifact } from '#scripts/generate/artifacts.ts';
import type { Addresses } from '../contracts.ts';
import type { Deployment } from '../deploy.ts';
import { type Finding, finding } from './finding.ts';

type Ranges = readonly { readonly start: number; readonly length: number }[];

/**
 * Whether the code on the chain is that of our build. Immutable values are not in the build: they must be what the constructor
 * makes of the recorded arguments, which a simulated creation shows, or follow from the address (EIP-712 keeps both).
 */
export async function checkCode(deployment: Deployment, provider: Provider): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const contract of deployedContracts) {
    const given = deployment.constructorArguments[contract.key];
    // A token that was there before is not ours to compare.
    if (given === undefined) continue;
    const address = deployment.contracts[contract.key as keyof Addresses];
    const deployed = await provider.getCode(address);
    const artifact = readArtifact(contract);
    found.push(
      finding(
        `code of ${contract.key}`,
        await compareCode(artifact, deployed, given, address, provider),
        'as built',
        'check out the commit that was deployed and compile it; if it still differs, trust nothing here',
      ),
    );
  }
  return found;
}

async function compareCode(
  artifact: Artifact,
  deployedCode: string,
  given: readonly (string | number)[],
  address: string,
  provider: Provider,
): Promise<string> {
  const deployed = getBytes(deployedCode);
  const built = getBytes(artifact.deployedBytecode);
  const ranges = Object.values(artifact.immutableReferences ?? {}).flat();
  if (deployed.length !== built.length) return deployed.length === 0 ? 'nothing there' : 'other code';
  const differs = (one: Uint8Array, other: Uint8Array): boolean =>
    hexlify(masked(one, ranges)) !== hexlify(masked(other, ranges));
  if (differs(deployed, built)) {
    return differs(withoutMetadata(deployed), withoutMetadata(built)) ? 'other code' : 'same code, other metadata';
  }
  const simulated = getBytes(await provider.call({ data: creationCode(artifact, given) }));
  const own = zeroPadValue(address, 32).toLowerCase();
  for (const { start, length } of ranges) {
    const value = hexlify(deployed.slice(start, start + length));
    if (value === hexlify(simulated.slice(start, start + length)) || value === own) continue;
    // The only other value that follows from the address is the domain separator; the contract recomputes it when it matters.
    if (!(await isDomainSeparator(value, address, provider))) return 'other immutable values';
  }
  return 'as built';
}

function creationCode({ abi, bytecode }: Artifact, given: readonly (string | number)[]): string {
  const inputs = abi.find(({ type }) => type === 'constructor')?.inputs ?? [];
  return concat([
    bytecode,
    AbiCoder.defaultAbiCoder().encode(
      inputs.map(({ type }) => type),
      [...given],
    ),
  ]);
}

function masked(code: Uint8Array, ranges: Ranges): Uint8Array {
  const copy = code.slice();
  for (const { start, length } of ranges) copy.fill(0, start, start + length);
  return copy;
}

/** The compiler appends a description of the sources; its last two bytes are its length. */
function withoutMetadata(code: Uint8Array): Uint8Array {
  const length = ((code.at(-2) ?? 0) << 8) + (code.at(-1) ?? 0);
  return code.slice(0, Math.max(0, code.length - 2 - length));
}

async function isDomainSeparator(value: string, address: string, provider: Provider): Promise<boolean> {
  const contract = new Contract(
    address,
    ['function eip712Domain() view returns (bytes1, string, string, uint256, address, bytes32, uint256[])'],
    provider,
  );
  try {
    const [, name, version, chainId, verifyingContract] = (await contract.getFunction('eip712Domain')()) as [
      string,
      string,
      string,
      bigint,
      string,
    ];
    return TypedDataEncoder.hashDomain({ name, version, chainId, verifyingContract }) === value;
  } catch (error) {
    // A contract without a domain has no separator either.
    if (isCallException(error)) return false;
    throw error;
  }
}
