/** Why a node gave nothing that can be used. */
export type NodeFailureKind =
  /** No connection, no time, a broken body, an error of its server. */
  | 'unreachable'
  /** It wants to be asked less often. */
  | 'limited'
  /** It does not give so much at once. */
  | 'tooMuch'
  /** It does not have the block yet. */
  | 'late'
  /** It understood and said no. */
  | 'refused';

/** What went wrong with one request. Never holds the node's address: addresses can hold keys. */
export class NodeFailure extends Error {
  readonly kind: NodeFailureKind;
  /** Milliseconds that the node asked us to wait. */
  readonly retryAfter: number | undefined;
  /** Blocks that the node said it would give at once. */
  readonly blocks: number | undefined;

  constructor(
    kind: NodeFailureKind,
    reason: string,
    more: { retryAfter?: number | undefined; blocks?: number | undefined; cause?: unknown } = {},
  ) {
    super(withoutAddresses(reason), more.cause === undefined ? {} : { cause: more.cause });
    this.name = 'NodeFailure';
    this.kind = kind;
    this.retryAfter = more.retryAfter;
    this.blocks = more.blocks;
  }
}

/** Longest time that we let a node tell us to wait: five minutes. */
const longestWait = 300_000;

/** The failure that an HTTP status stands for, or undefined when the body decides. */
export function failureOfStatus(status: number, retryAfter: string | null, now: number): NodeFailure | undefined {
  if (status === 429) return new NodeFailure('limited', 'too many requests (429)', { retryAfter: waitOf(retryAfter, now) });
  if (status === 413) return new NodeFailure('tooMuch', 'the answer is too large for the node (413)');
  if (status >= 500) return new NodeFailure('unreachable', `server error ${status}`, { retryAfter: waitOf(retryAfter, now) });
  return undefined;
}

/** Seconds or a date, as HTTP has it. */
function waitOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const wait = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(longestWait, Math.max(0, wait)) : undefined;
}

/** Words by which providers say that a range or its answer is too large; there is no common code (Infura, Alchemy, QuickNode, Ankr … ). */
const tooMuchWords =
  /more than [\d,]+ (?:results|logs)|response size|(?:response|result|answer) (?:is )?too (?:large|big)|range (?:is |was )?too (?:large|wide|big)|too many (?:logs|results|blocks)|(?:block|rpc)?\s?range (?:limit )?(?:exceed|limit)|exceeds? (?:the )?max(?:imum)? (?:block |rpc )*(?:range|results)|limited to [\d,.\s-]*k?\s*(?:blocks?\s?)?range|max(?:imum)? (?:block )?range|up to a [\d,.]+k? block range|ranges? over [\d,]+ blocks|query timeout|limited to a [\d,.]+k?/i;

const limitedWords =
  /rate.?limit|too many requests|request rate|requests per second|compute units|throughput|capacity exceeded|daily request|quota|slow down/i;

/** What an error object of JSON-RPC means. */
export function failureOfError(error: { code?: unknown; message?: unknown }): NodeFailure {
  const text = typeof error.message === 'string' ? error.message : 'an error without words';
  // A lagging node speaks of ranges too; a shorter one would not help it.
  if (/beyond (?:the )?(?:current )?head|> ?latest ?block|header not found|unknown block/i.test(text))
    return new NodeFailure('late', text);
  if (tooMuchWords.test(text)) return new NodeFailure('tooMuch', text, { blocks: blocksOf(text) });
  if (error.code === 429 || limitedWords.test(text)) return new NodeFailure('limited', text);
  return new NodeFailure('refused', text);
}

/** How many blocks the node's own words would allow: a range that it names, or a number. */
function blocksOf(text: string): number | undefined {
  const hexadecimal = /\[\s*(0x[0-9a-f]+)\s*,\s*(0x[0-9a-f]+)\s*\]/i.exec(text);
  if (hexadecimal !== null) return atLeastOne(Number(hexadecimal[2]) - Number(hexadecimal[1]) + 1);
  const decimal = /range (\d+)\s?-\s?(\d+)/i.exec(text);
  if (decimal !== null) return atLeastOne(Number(decimal[2]) - Number(decimal[1]) + 1);
  const limit = /(?:limited to (?:a |0 ?- ?)?|up to a |max(?:imum)? (?:block )?range:? ?|ranges? over )([\d,.]+)(k)?/i.exec(text);
  if (limit === null || limit[1] === undefined) return undefined;
  return atLeastOne(Number(limit[1].replace(/[,.]/g, '')) * (limit[2] === undefined ? 1 : 1000));
}

function atLeastOne(blocks: number): number | undefined {
  return Number.isSafeInteger(blocks) && blocks >= 1 ? blocks : undefined;
}

function withoutAddresses(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/(?:https?|wss?):\/\/\S+/g, 'node').slice(0, 300);
}
