/** Why a wallet did not do what it was asked. Each has its own words and its own next step on the screen. */
export type WalletFault =
  | 'noWallet'
  | 'rejected'
  | 'locked'
  | 'wrongNetwork'
  | 'wrongAccount'
  | 'noFunds'
  | 'wouldFail'
  | 'disconnected'
  | 'unreachable'
  | 'unknown';

/** The chain could not be read before the wallet was asked: nothing was sent, for certain. */
export class ChainUnreadError extends Error {
  override readonly name = 'ChainUnreadError';
}

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
  if (name === 'ChainUnreadError') return 'unreachable';
  if (name === 'InsufficientFundsError') return 'noFunds';
  if (name === 'ContractFunctionRevertedError' || name === 'ExecutionRevertedError') return 'wouldFail';
  if (typeof message === 'string' && /insufficient funds/i.test(message)) return 'noFunds';
  if (typeof message === 'string' && /\block(ed)?\b/i.test(message) && /wallet|account|unlock/i.test(message)) return 'locked';
  return null;
}
