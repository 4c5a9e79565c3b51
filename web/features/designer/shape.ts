import { z } from 'zod';
import { planSchema } from '#engine/plan/schema.ts';

/** What a place in a plan can hold, as far as a form must know. Made from the schema of the engine: a new bonus kind needs nothing here. */
export type Shape =
  | { readonly type: 'bilingual' }
  /** A whole amount as decimal text, in the units of its field. */
  | { readonly type: 'amount' }
  | { readonly type: 'rate' }
  | { readonly type: 'whole' }
  /** Plain name: the id of this thing or of another. */
  | { readonly type: 'name' }
  | { readonly type: 'text' }
  | { readonly type: 'flag' }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  | { readonly type: 'fixed'; readonly value: string | number }
  | Group
  | { readonly type: 'list'; readonly item: Shape }
  /** Values by free or given names. */
  | { readonly type: 'table'; readonly value: Shape }
  /** One of several groups, told apart by a fixed field. */
  | { readonly type: 'kinds'; readonly by: string; readonly options: ReadonlyMap<string, Group> }
  /** A word, or a group instead. */
  | { readonly type: 'either'; readonly word: string; readonly group: Group };

export interface Group {
  readonly type: 'group';
  readonly fields: readonly Field[];
  /** What further, freely named fields hold. */
  readonly others?: Shape;
}

export interface Field {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
}

type Schema = z.core.JSONSchema.BaseSchema;

const AMOUNT = String.raw`^(?:0|[1-9]\d{0,29})$`;

/** @throws Error for a schema that no field of the form fits; a test asks for every field of the plan */
export function planShape(): Group {
  const schema = z.toJSONSchema(planSchema, { io: 'input' });
  const shape = shapeOf('plan', schema, schema.$defs ?? {});
  if (shape.type !== 'group') throw new Error('a plan is a group of fields');
  return shape;
}

function shapeOf(name: string, schema: Schema | boolean, definitions: Readonly<Record<string, Schema>>): Shape {
  if (typeof schema === 'boolean') throw new Error(`${name} may be anything`);
  if (schema.$ref !== undefined) {
    const reference = schema.$ref.split('/').at(-1) ?? '';
    const known = { bilingual: 'bilingual', amount: 'amount', plainName: 'name' } as const;
    if (reference in known) return { type: known[reference as keyof typeof known] };
    return shapeOf(name, definitions[reference] ?? false, definitions);
  }
  const { const: fixed, enum: values, oneOf, anyOf } = schema;
  if (typeof fixed === 'string' || typeof fixed === 'number') return { type: 'fixed', value: fixed };
  if (values !== undefined) return { type: 'choice', values: values.map(String) };
  if (oneOf !== undefined) return kindsOf(name, oneOf, definitions);
  if (anyOf !== undefined) return eitherOf(name, anyOf, definitions);
  if (schema.type === 'boolean') return { type: 'flag' };
  if (schema.type === 'integer') return { type: /Ppm$|^multiplier/.test(name) ? 'rate' : 'whole' };
  if (schema.type === 'string') return { type: schema.pattern === AMOUNT ? 'amount' : 'text' };
  if (schema.type === 'array' && schema.items !== undefined && !Array.isArray(schema.items)) {
    return { type: 'list', item: shapeOf(name, schema.items, definitions) };
  }
  if (schema.type === 'object') return objectOf(name, schema, definitions);
  throw new Error(`${name} fits no field of the form`);
}

function objectOf(name: string, schema: Schema, definitions: Readonly<Record<string, Schema>>): Shape {
  const { properties, required = [], additionalProperties } = schema;
  const others = typeof additionalProperties === 'object' ? shapeOf(name, additionalProperties, definitions) : undefined;
  if (properties === undefined && others !== undefined) return { type: 'table', value: others };
  const fields = Object.entries(properties ?? {}).map(([field, inner]) => ({
    name: field,
    shape: shapeOf(field, inner, definitions),
    required: required.includes(field),
  }));
  return { type: 'group', fields, ...(others === undefined ? {} : { others }) };
}

function kindsOf(
  name: string,
  alternatives: readonly (Schema | boolean)[],
  definitions: Readonly<Record<string, Schema>>,
): Shape {
  const groups = alternatives.map((alternative) => groupOf(shapeOf(name, alternative, definitions)));
  const by = groups[0]?.fields.find(({ shape }) => shape.type === 'fixed')?.name ?? '';
  const options = groups.map((group) => {
    const kind = group.fields.find((field) => field.name === by)?.shape;
    return [kind?.type === 'fixed' ? String(kind.value) : '', group] as const;
  });
  return { type: 'kinds', by, options: new Map(options) };
}

function eitherOf(
  name: string,
  alternatives: readonly (Schema | boolean)[],
  definitions: Readonly<Record<string, Schema>>,
): Shape {
  const shapes = alternatives.map((alternative) => shapeOf(name, alternative, definitions));
  const word = shapes.find((shape) => shape.type === 'fixed');
  const group = shapes.find((shape) => shape.type === 'group');
  if (shapes.length !== 2 || word === undefined || group === undefined) throw new Error(`${name} is neither a word nor a group`);
  return { type: 'either', word: String(word.value), group };
}

function groupOf(shape: Shape): Group {
  if (shape.type !== 'group') throw new Error('kinds are groups of fields');
  return shape;
}

/** The word that tells kinds apart; empty where there is none. */
export function kindOf(shape: Extract<Shape, { type: 'kinds' }>, data: unknown): string {
  const kind = fieldOf(data, shape.by);
  return typeof kind === 'string' ? kind : '';
}

/** The group that this data is meant to be, of kinds; undefined when its kind is unknown. */
export function groupFor(shape: Extract<Shape, { type: 'kinds' }>, data: unknown): Group | undefined {
  return shape.options.get(kindOf(shape, data));
}

export function fieldOf(data: unknown, name: string): unknown {
  return isRecord(data) && Object.hasOwn(data, name) ? data[name] : undefined;
}

export function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/**
 * What a new thing of this shape begins with: what is fixed, and one of everything that must be there. Decisions stand open, so that the
 * check asks for them.
 */
export function beginningOf(shape: Shape): unknown {
  if (shape.type === 'fixed') return shape.value;
  if (shape.type === 'flag') return true;
  if (shape.type === 'bilingual') return { en: '', ru: '' };
  if (shape.type === 'list') return [beginningOf(shape.item)].filter((item) => item !== undefined);
  if (shape.type === 'table') return {};
  if (shape.type === 'either') return shape.word;
  if (shape.type !== 'group') return undefined;
  const begun = shape.fields
    .filter(({ required }) => required)
    .map((field): [string, unknown] => [field.name, beginningOf(field.shape)]);
  return Object.fromEntries(begun.filter(([, value]) => value !== undefined));
}
