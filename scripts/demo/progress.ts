/** Says how far a long task has come. */
export interface Progress {
  /** @param done of the total, growing */
  report(done: number): void;
}

const LINE_EVERY_MS = 2000;

/**
 * Lines such as "Partners: 41 % (41,000 of 100,000), about 12 s left". The first comes at once, the last always, and between them not
 * more than one in two seconds.
 */
export function createProgress(
  label: string,
  total: number,
  write: (line: string) => void,
  now: () => number = Date.now,
): Progress {
  const begun = now();
  let written = Number.NEGATIVE_INFINITY;
  return {
    report(done) {
      const moment = now();
      const finished = done >= total;
      if (!finished && moment - written < LINE_EVERY_MS) return;
      written = moment;
      write(`${label}: ${percent(done, total)} (${grouped(done)} of ${grouped(total)})${rest(done, total, moment - begun)}`);
    },
  };
}

function percent(done: number, total: number): string {
  return `${total === 0 ? 100 : Math.floor((done * 100) / total)} %`;
}

function rest(done: number, total: number, elapsed: number): string {
  if (done >= total) return `, ${(elapsed / 1000).toFixed(1)} s`;
  if (done === 0) return '';
  const seconds = Math.ceil((elapsed * (total - done)) / done / 1000);
  return seconds < 100 ? `, about ${seconds} s left` : `, about ${Math.ceil(seconds / 60)} min left`;
}

const grouped = (count: number): string => count.toLocaleString('en-GB');
