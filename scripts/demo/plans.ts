/** The company's two plans, as it would type them. Amounts are decimal strings; points are in hundredths, rates in parts per million. */
export interface DemoPlan {
  readonly firstPeriod: number;
  readonly capPpm: number;
  /** Rates in ppm that sales paid from a wallet credit at once, level 1 first. */
  readonly instantLevels: readonly number[];
  readonly spec: object;
}

const CAP_PPM = 400_000;

function teamPlan(name: { en: string; ru: string }, levels: readonly { ratePpm: number; ppvAtLeast?: string }[]): object {
  return {
    format: 'upline.plan/1',
    name,
    currency: { code: 'dUSD', minorDigits: 6 },
    pointDigits: 2,
    activity: { active: { ppvAtLeast: '5000' } },
    bonuses: [
      {
        id: 'team',
        kind: 'level',
        name: { en: 'Team bonus', ru: 'Командный бонус' },
        tree: 'sponsor',
        base: 'cv',
        payTo: 'active',
        compression: 'dynamic',
        customerSaleLevelOne: 'seller',
        levels,
        rounding: 'down',
      },
    ],
    cap: { ratePpm: CAP_PPM, onExcess: 'scaleDown' },
    refunds: { policy: 'reverseLines', debt: 'carry' },
  };
}

/** In force from the first selling period. */
export const firstPlan: DemoPlan = {
  firstPeriod: 1,
  capPpm: CAP_PPM,
  instantLevels: [],
  spec: teamPlan({ en: 'Glade 1: six levels', ru: 'Поляна 1: шесть уровней' }, [
    { ratePpm: 100_000 },
    { ratePpm: 60_000 },
    { ratePpm: 50_000 },
    { ratePpm: 40_000, ppvAtLeast: '7000' },
    { ratePpm: 30_000, ppvAtLeast: '9000' },
    { ratePpm: 20_000, ppvAtLeast: '9000' },
  ]),
};

/** Announced while period 1 is open, in force from period 3: a seventh level, a little more for the first, and two levels at once. */
export const secondPlan: DemoPlan = {
  firstPeriod: 3,
  capPpm: CAP_PPM,
  instantLevels: [20_000, 10_000],
  spec: teamPlan({ en: 'Glade 2: seven levels', ru: 'Поляна 2: семь уровней' }, [
    { ratePpm: 110_000 },
    { ratePpm: 60_000 },
    { ratePpm: 50_000 },
    { ratePpm: 40_000, ppvAtLeast: '7000' },
    { ratePpm: 30_000, ppvAtLeast: '7000' },
    { ratePpm: 20_000, ppvAtLeast: '9000' },
    { ratePpm: 10_000, ppvAtLeast: '9000' },
  ]),
};
