import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import {
  address,
  amountString,
  asOf,
  cursorText,
  depthText,
  limitText,
  lineOfText,
  listFormat,
  memberId,
  memberIdText,
  paging,
  periodText,
  time,
} from './values.ts';

const count = z.int().min(0);

/** What every view of a member has. PV and GV are of the period that was asked for, the open one by default. */
const memberFields = {
  memberId,
  name: z.string().nullable(),
  sponsorId: memberId.nullable().meta({ description: 'Null for the company only.' }),
  depth: count.meta({ description: 'Steps to the company in the sponsor tree.' }),
  joinedAt: time,
  frontlineCount: count,
  downlineCount: count,
  ppv: amountString.meta({ description: 'Personal volume, hundredths of a point.' }),
  gv: amountString.meta({ description: 'Volume of the member and the whole downline, hundredths of a point.' }),
  active: z.boolean(),
};

export const memberRow = z.object({ ...memberFields, wallet: address.nullable() }).meta({ id: 'MemberRow' });

export const memberCard = z
  .object({ ...memberFields, wallet: address.nullable(), sponsorName: z.string().nullable(), period: z.int().min(0), asOf })
  .meta({ id: 'MemberCard' });

export const frontlineRow = z.object(memberFields).meta({ id: 'FrontlineRow' });

/** One node of a window; the window is a flat list, parents before children. */
export const treeNode = z
  .object({
    ...memberFields,
    level: count.meta({ description: 'Steps below the member that the window was asked for.' }),
    foldedCount: count.meta({ description: 'Direct recruits who are not in this window.' }),
  })
  .meta({ id: 'TreeNode' });

export const uplineStep = z
  .object({ memberId, name: z.string().nullable(), depth: count, joinedAt: time })
  .meta({ id: 'UplineStep' });

export const memberSort = z.enum([
  'memberId',
  '-memberId',
  'name',
  '-name',
  'joinedAt',
  '-joinedAt',
  'ppv',
  '-ppv',
  'downlineCount',
  '-downlineCount',
]);
export const frontlineSort = z.enum([
  'memberId',
  '-memberId',
  'name',
  '-name',
  'joinedAt',
  '-joinedAt',
  'ppv',
  '-ppv',
  'gv',
  '-gv',
  'downlineCount',
  '-downlineCount',
]);

const searchText = lineOfText(1, 80);
const memberPath = z.strictObject({ memberId: memberIdText });
const lineOrStaff = { relation: 'upline', staff: 'members.see' } as const;

export const memberList = z
  .object({ items: z.array(memberRow), total: count, nextCursor: cursorText.nullable(), asOf })
  .meta({ id: 'MemberList' });
export const frontline = z
  .object({ items: z.array(frontlineRow), total: count, nextCursor: cursorText.nullable(), period: z.int().min(0), asOf })
  .meta({ id: 'Frontline' });
export const strongestLegs = z
  .object({ items: z.array(frontlineRow), period: z.int().min(0), asOf })
  .meta({ id: 'StrongestLegs' });
export const treeWindow = z.object({ nodes: z.array(treeNode), period: z.int().min(0), asOf }).meta({ id: 'TreeWindow' });
export const uplinePath = z
  .object({ items: z.array(uplineStep).meta({ description: 'From the member, first, up to the company, last.' }), asOf })
  .meta({ id: 'UplinePath' });

export const listMembers = defineRoute({
  id: 'members.list',
  method: 'GET',
  path: '/members',
  permission: 'members.list',
  summary: 'All members, searched by number, name or wallet.',
  query: z.strictObject({
    ...paging,
    query: searchText.optional(),
    sort: memberSort.optional(),
    status: z.enum(['all', 'active', 'inactive']).optional(),
    format: listFormat,
  }),
  response: memberList,
  file: true,
});

export const getMember = defineRoute({
  id: 'members.get',
  method: 'GET',
  path: '/members/:memberId',
  permission: lineOrStaff,
  summary: 'One member.',
  params: memberPath,
  response: memberCard,
});

export const getFrontline = defineRoute({
  id: 'members.frontline',
  method: 'GET',
  path: '/members/:memberId/frontline',
  permission: lineOrStaff,
  summary: 'Direct recruits with their volumes.',
  params: memberPath,
  query: z.strictObject({
    ...paging,
    sort: frontlineSort.optional(),
    query: searchText.optional(),
    period: periodText.optional(),
  }),
  response: frontline,
});

export const getDownline = defineRoute({
  id: 'members.downline',
  method: 'GET',
  path: '/members/:memberId/downline',
  permission: lineOrStaff,
  summary: 'Everybody below a member, each recruit with their own branch before the next. As a file, all of them.',
  params: memberPath,
  query: z.strictObject({ ...paging, query: searchText.optional(), period: periodText.optional(), format: listFormat }),
  response: frontline,
  file: true,
});

export const getLegs = defineRoute({
  id: 'members.legs',
  method: 'GET',
  path: '/members/:memberId/legs',
  permission: lineOrStaff,
  summary: 'The legs with the greatest group volume, first the greatest.',
  params: memberPath,
  query: z.strictObject({ limit: limitText(50).optional(), period: periodText.optional() }),
  response: strongestLegs,
});

export const getTree = defineRoute({
  id: 'members.tree',
  method: 'GET',
  path: '/members/:memberId/tree',
  permission: lineOrStaff,
  summary: 'A window of the downline: `depth` levels and at most `limit` nodes; what does not fit is counted.',
  params: memberPath,
  query: z.strictObject({ depth: depthText.optional(), limit: limitText(2000).optional(), period: periodText.optional() }),
  response: treeWindow,
});

export const getUpline = defineRoute({
  id: 'members.upline',
  method: 'GET',
  path: '/members/:memberId/upline',
  permission: lineOrStaff,
  summary: 'The path from a member to the company.',
  params: memberPath,
  response: uplinePath,
});

export type MemberRow = z.infer<typeof memberRow>;
export type MemberCard = z.infer<typeof memberCard>;
export type MemberList = z.infer<typeof memberList>;
export type MemberSort = z.infer<typeof memberSort>;
export type FrontlineRow = z.infer<typeof frontlineRow>;
export type Frontline = z.infer<typeof frontline>;
export type FrontlineSort = z.infer<typeof frontlineSort>;
export type StrongestLegs = z.infer<typeof strongestLegs>;
export type TreeNode = z.infer<typeof treeNode>;
export type TreeWindow = z.infer<typeof treeWindow>;
export type UplineStep = z.infer<typeof uplineStep>;
export type UplinePath = z.infer<typeof uplinePath>;
