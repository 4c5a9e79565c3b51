import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { type HttpSettings, isSecure } from './settings.ts';

/** Headers for every answer (OWASP ASVS 3.4). The page may talk to us and to one node, and nobody may frame it. */
export function securityHeaders(settings: HttpSettings): RequestHandler[] {
  const secure = isSecure(settings);
  const node = settings.browserRpcUrl === undefined ? [] : [new URL(settings.browserRpcUrl).origin];
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // The component kit sets style elements and attributes while it runs.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        connectSrc: ["'self'", ...node],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // Wallet extensions put their own scripts into the page; isolating it would shut them out.
    crossOriginEmbedderPolicy: false,
  });
  const restrict: RequestHandler = (_request, response, next) => {
    response.set('Permissions-Policy', 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()');
    next();
  };
  return [protect, restrict];
}
