/** The only source of "now" for code that decides something by time. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export interface SettableClock extends Clock {
  set(time: Date): void;
  /** @param milliseconds may be negative */
  advance(milliseconds: number): void;
}

/** A clock that stands still until it is moved. */
export function settableClock(start: Date = new Date('2026-01-01T00:00:00Z')): SettableClock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    set: (value) => {
      time = value.getTime();
    },
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}
