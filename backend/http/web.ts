import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';

/**
 * The built web. Files in assets/ carry a hash in their name and never change; everything else is asked for again each time. Any other
 * address that a browser opens is a page of the application.
 */
export function webRoutes(folder: string): Router {
  const router = Router();
  const index = join(folder, 'index.html');
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { index: false, immutable: true, maxAge: '365d', fallthrough: false }),
  );
  router.use(
    express.static(folder, {
      index: false,
      cacheControl: false,
      setHeaders: (response) => response.set('Cache-Control', 'no-cache'),
    }),
  );
  router.get('/{*page}', (request, response, next) => {
    if (request.accepts('html') !== 'html' || !existsSync(index)) return next();
    // By root: the folder may lie under one with a dot (.upline), which a whole path is refused for.
    response.set('Cache-Control', 'no-cache').sendFile('index.html', { root: folder, cacheControl: false });
  });
  return router;
}
