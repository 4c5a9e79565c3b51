import type { z } from 'zod';
import type { ErrorCode } from '#kernel/errors/index.ts';
import type { Permission } from '#kernel/roles.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** How a caller may stand to the thing that the path names. `upline` includes oneself. */
export type Relation = 'self' | 'upline' | 'owner';

/**
 * Who may call a route. A permission; or a relation to the thing in the path, with the permission that lets staff in besides. Whoever
 * falls short of a relation gets the answer for a thing that does not exist.
 */
export type RoutePermission = 'public' | 'signedIn' | Permission | { readonly relation: Relation; readonly staff?: Permission };

export interface RouteDefinition {
  /** Unique name, `module.verb`; also the OpenAPI operationId. */
  readonly id: string;
  readonly method: Method;
  /** Below `/api/v1`, parameters as `:name`. */
  readonly path: string;
  readonly permission: RoutePermission;
  readonly summary: string;
  /** Parse the text of the path and of the query; the typed side (`z.output`) is what callers and handlers use. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Always strict: a field that is not named is refused. */
  readonly body?: z.ZodObject;
  /** What is sent back as JSON. Absent: nothing (204) or, with `media: 'file'`, bytes. With `media: 'lines'`: one of its lines. */
  readonly response?: z.ZodType;
  readonly status?: 200 | 201 | 202 | 204;
  /** `lines`: newline-delimited JSON, sent as it comes; empty lines mean nothing. */
  readonly media?: 'json' | 'file' | 'lines';
  /** The list can also be had as a file, by `format=csv` or `format=xlsx`. */
  readonly file?: true;
  /** The caller may repeat the call under one `Idempotency-Key` and gets the first answer again. */
  readonly idempotent?: true;
  /** Exists only in a demo world. */
  readonly demoOnly?: true;
  /** Codes beyond those of every route (REQUEST.*, SESSION.*). */
  readonly errors?: readonly ErrorCode[];
}

/** Declares one HTTP route. Keeps every schema's own type, so that server and browser infer theirs from the same line. */
export function defineRoute<const T extends RouteDefinition>(route: T): T {
  return route;
}

export type ParamsOf<R extends RouteDefinition> = R['params'] extends z.ZodType ? z.output<R['params']> : undefined;
export type QueryOf<R extends RouteDefinition> = R['query'] extends z.ZodType ? z.output<R['query']> : undefined;
/** What a handler gets. */
export type BodyOf<R extends RouteDefinition> = R['body'] extends z.ZodType ? z.output<R['body']> : undefined;
/** What a caller sends. */
export type BodyInputOf<R extends RouteDefinition> = R['body'] extends z.ZodType ? z.input<R['body']> : undefined;
export type ResponseOf<R extends RouteDefinition> = R['response'] extends z.ZodType ? z.output<R['response']> : undefined;
