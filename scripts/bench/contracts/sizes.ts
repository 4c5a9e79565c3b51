import { deployedContracts, readArtifact } from '#scripts/generate/artifacts.ts';

/** No contract on Ethereum may be larger (EIP-170). */
export const largestContract = 24_576;

/** Bytes of code that each contract has on the chain. */
export function contractSizes(): ReadonlyMap<string, number> {
  return new Map(
    deployedContracts.map((contract) => [contract.contract, (readArtifact(contract).deployedBytecode.length - 2) / 2] as const),
  );
}
