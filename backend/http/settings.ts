/** Requests that are let through in one minute. */
export interface RateLimits {
  /** From one network address, whoever it is. */
  readonly perHop: number;
  /** From one account, wherever it signs in from. */
  readonly perAccount: number;
  readonly nonce: number;
  readonly signIn: number;
  readonly join: number;
  /** Trials of plans that an account starts. */
  readonly trial: number;
}

export const defaultRateLimits: RateLimits = { perHop: 1_200, perAccount: 600, nonce: 60, signIn: 60, join: 20, trial: 12 };

/** What the HTTP door must know of its surroundings. */
export interface HttpSettings {
  /** Where people reach us, without a slash at the end. Cookies, the origin rule and HSTS follow from it. */
  readonly publicUrl: string;
  /** A node that browsers ask; the page may connect to it and to us, to nothing else. */
  readonly browserRpcUrl: string | undefined;
  readonly demo: boolean;
  /** Folder with the built web; undefined when something else serves it. */
  readonly webDir: string | undefined;
  /** How many reverse proxies of our own stand before us. 0: X-Forwarded-For is not believed. */
  readonly trustedProxies?: number;
  readonly rateLimits?: Partial<RateLimits>;
}

export const isSecure = (settings: HttpSettings): boolean => new URL(settings.publicUrl).protocol === 'https:';
