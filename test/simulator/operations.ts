/**
 * Everything that an indexer inside this process does to the outside goes through here one after the other: questions to nodes and to the
 * database. So the order in which things happen is the program's own, a run can be repeated exactly, and the indexer can be cut off
 * before or after any one of them.
 */
export interface Operations {
  /** Runs it when everything before has ended. In a life that is over it never ends. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Ends this life before the operation of this number, counted from now, or after it. @returns when it is over */
  cutAt(number: number, side: 'before' | 'after'): void;
  /** Runs something between two operations, before the one of this number. */
  meanwhile(number: number, work: () => Promise<void>): void;
  /** Ends this life at once. */
  end(): void;
  /** Settles when nothing waits any more; not in a life that is over. */
  idle(): Promise<void>;
  readonly over: Promise<void>;
  readonly isOver: boolean;
}

const never = (): Promise<never> => new Promise(() => undefined);

/** @param count told of each operation that is done */
export function createOperations(count: () => void = () => undefined): Operations {
  const over = Promise.withResolvers<void>();
  let isOver = false;
  let last: Promise<unknown> = Promise.resolve();
  let atWork: Promise<unknown> = Promise.resolve();
  let cut: { left: number; readonly side: 'before' | 'after' } | undefined;
  let other: { left: number; readonly work: () => Promise<void> } | undefined;
  const end = (): void => {
    isOver = true;
    // What is under way already is still done by whoever was asked.
    void atWork.then(() => over.resolve());
  };
  /** Whether this is the one that was waited for. */
  const isNext = (counter: { left: number } | undefined): boolean => counter !== undefined && (counter.left -= 1) === 0;

  const single = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isOver) return never();
    count();
    const side = isNext(cut) ? cut?.side : undefined;
    if (isNext(other)) await (atWork = other?.work() ?? atWork);
    if (side === 'before') {
      end();
      return never();
    }
    const result = work();
    atWork = result.catch(() => undefined);
    if (side === undefined) return result;
    await atWork;
    end();
    return never();
  };

  return {
    over: over.promise,
    get isOver() {
      return isOver;
    },
    end,
    async idle() {
      const seen = last;
      await Promise.race([seen, over.promise]);
      if (seen !== last) await this.idle();
    },
    cutAt: (left, side) => void (cut = { left, side }),
    meanwhile: (left, work) => void (other = { left, work }),
    run: <T>(work: () => Promise<T>): Promise<T> => {
      const result = last.then(() => single(work));
      last = result.catch(() => undefined);
      return result;
    },
  };
}
