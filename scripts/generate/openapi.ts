import { createDocument, type ZodOpenApiContentObject, type ZodOpenApiOperationObject } from 'zod-openapi';
import type { RouteDefinition, RoutePermission } from '#api/define-route.ts';
import { apiRoot, routes } from '#api/index.ts';
import { problem } from '#api/problem.ts';
import { errorCatalogue } from '#kernel/errors/index.ts';
import { textGenerator } from './generator.ts';

const target = 'backend/api/openapi.json';

/** The contracts of backend/api as an OpenAPI 3.1 document, for programs that are not ours. */
export const openapi = textGenerator({
  name: 'openapi',
  build: () => new Map([[target, `${JSON.stringify(openApiDocument(), null, 2)}\n`]]),
});

export function openApiDocument(): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    const path = apiRoot + route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Upline',
      version: '1',
      description:
        'Amounts are whole numbers of minor units as text. Whatever changes something needs the headers `Origin` (this site) and ' +
        '`Content-Type: application/json`. Errors are problem+json in the language of `Accept-Language` (en, ru).',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-upline', description: '`upline` where there is no https.' },
      },
    },
  });
}

function operationOf(route: RouteDefinition): ZodOpenApiOperationObject {
  const codes = [...(route.errors ?? [])].sort();
  return {
    operationId: route.id,
    summary: route.summary,
    description: [`Who: ${wordsFor(route.permission)}.`, ...codes.map((code) => `${errorCatalogue[code].status} ${code}`)].join(
      '\n\n',
    ),
    tags: [route.id.split('.')[0] ?? route.id],
    security: route.permission === 'public' ? [] : [{ session: [] }],
    requestParams: {
      ...(route.params === undefined ? {} : { path: route.params }),
      ...(route.query === undefined ? {} : { query: route.query }),
    },
    ...(route.idempotent === true ? { parameters: [idempotencyHeader] } : {}),
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }),
    responses: {
      [`${route.status ?? 200}` as '200']: { description: 'Done.', ...contentOf(route) },
      default: { description: 'An error.', content: { 'application/problem+json': { schema: problem } } },
    },
  };
}

const idempotencyHeader = {
  in: 'header',
  name: 'Idempotency-Key',
  description: 'The same key with the same request gives the first answer again, for a day.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,100}$' },
} as const;

const files = {
  'text/csv': { schema: { type: 'string' } },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: { type: 'string', format: 'binary' } },
} as const;

function contentOf(route: RouteDefinition): { content?: ZodOpenApiContentObject } {
  if (route.media === 'file') return { content: { 'application/json': { schema: { type: 'string', format: 'binary' } } } };
  if (route.response === undefined) return {};
  if (route.media === 'lines') return { content: { 'application/x-ndjson': { schema: route.response } } };
  const json = { 'application/json': { schema: route.response } };
  return { content: route.file === true ? { ...json, ...files } : json };
}

function wordsFor(permission: RoutePermission): string {
  if (permission === 'public') return 'anybody';
  if (permission === 'signedIn') return 'whoever is signed in';
  if (typeof permission === 'string') return `the permission ${permission}`;
  const relation = { self: 'the member', upline: 'the member and the upline', owner: 'the owner' }[permission.relation];
  return permission.staff === undefined ? relation : `${relation}; staff with ${permission.staff}`;
}
