/** Why a wallet did not do what it was asked. Each has its own words and its own next step on the screen. */
export type WalletFault =
  'noWallet' | 'rejected' | 'locked' | 'wrongNetwork' | 'wrongAccount' | 'noFunds' | 'wouldFail' | 'disconnected' | 'unknown';

interface Cause {
  readonly code?: unknown;
  readonly name?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
}

/** Walks the chain of causes: wallets, viem and wagmi each wrap the one below. */
export function faultOf(error: unknown): WalletFault {
  for (let current = error as Cause | null | undefined, depth = 0; isCause(current) && depth < 10; depth += 1) {
    const fault = faultOfOne(current);
    if (fault !== null) return fault;
    current = current.cause as Cause | null | undefined;
  }
  return 'unknown';
}

function isCause(value: unknown): value is Cause {
  return typeof value === 'object' && value !== null;
}

function faultOfOne({ code, name, message }: Cause): WalletFault | null {
  // EIP-1193 and EIP-1474 codes. -32002 is "a request is already waiting in the wallet", which is also what a locked one says.
  if (code === 4001 || code === 'ACTION_REJECTED') return 'rejected';
  if (code === 4100 || code === -32002) return 'locked';
  if (code === 4900 || code === 4901) return 'disconnected';
  if (code === 4902) return 'wrongNetwork';
  if (name === 'ConnectorChainMismatchError' || name === 'ChainMismatchError') return 'wrongNetwork';
  if (name === 'ConnectorAccountNotFoundError') return 'wrongAccount';
  if (name === 'ConnectorNotConnectedError' || name === 'ProviderNotFoundError' || name === 'ConnectorNotFoundError')
    return 'noWallet';
  if (name === 'InsufficientFundsError') return 'noFunds';
  if (name === 'ContractFunctionRevertedError' || name === 'ExecutionRevertedError') return 'wouldFail';
  if (typeof message === 'string' && /\block(ed)?\b/i.test(message) && /wallet|account|unlock/i.test(message)) return 'locked';
  return null;
}

/** The name of the contract's own error, when a call was refused by a contract. */
export function revertName(error: unknown): string | null {
  for (let current = error as Cause | null | undefined, depth = 0; isCause(current) && depth < 10; depth += 1) {
    const data = (current as { data?: { errorName?: unknown } }).data;
    if (isCause(data) && typeof (data as { errorName?: unknown }).errorName === 'string')
      return (data as { errorName: string }).errorName;
    current = current.cause as Cause | null | undefined;
  }
  return null;
}
