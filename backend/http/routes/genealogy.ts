import {
  type FrontlineRow,
  getDownline,
  getFrontline,
  getLegs,
  getMember,
  getTree,
  getUpline,
  listMembers,
  type MemberRow,
} from '#api/genealogy.ts';
import type { Column } from '../csv.ts';
import { type ServedRoute, serve } from '../register.ts';
import { defaultLimit, type RouteContext } from './context.ts';

const rowColumns: readonly Column<FrontlineRow>[] = [
  { heading: 'sponsor', value: (row) => row.sponsorId },
  { heading: 'depth', value: (row) => row.depth },
  { heading: 'joined', value: (row) => row.joinedAt },
  { heading: 'frontline', value: (row) => row.frontlineCount },
  { heading: 'downline', value: (row) => row.downlineCount },
  { heading: 'personal volume, hundredths of a point', value: (row) => row.ppv },
  { heading: 'group volume, hundredths of a point', value: (row) => row.gv },
  { heading: 'active', value: (row) => row.active },
];

const memberHeadings: readonly Column<FrontlineRow>[] = [
  { heading: 'member', value: (row) => row.memberId },
  { heading: 'name', value: (row) => row.name },
];
const downlineColumns = [...memberHeadings, ...rowColumns];
const memberColumns: readonly Column<MemberRow>[] = [
  ...memberHeadings,
  { heading: 'wallet', value: (row) => row.wallet },
  ...rowColumns,
];

export function genealogyRoutes({ doors: { genealogy } }: RouteContext): ServedRoute[] {
  return [
    serve(
      listMembers,
      ({ query: { cursor, query, limit = defaultLimit, sort = 'memberId', status = 'all' } }) =>
        genealogy.listMembers({ cursor, limit, query, sort, status }),
      memberColumns,
      ({ query: { query, sort = 'memberId', status = 'all' } }) => genealogy.everyMemberRow({ query, sort, status }),
    ),
    serve(getMember, ({ params }) => genealogy.memberCard(params.memberId)),
    serve(getFrontline, ({ params, query: { cursor, query, period, limit = defaultLimit, sort = 'memberId' } }) =>
      genealogy.frontline(params.memberId, { cursor, limit, query, sort, period }),
    ),
    serve(
      getDownline,
      ({ params, query: { cursor, query, period, limit = defaultLimit } }) =>
        genealogy.downline(params.memberId, { cursor, limit, query, period }),
      downlineColumns,
      ({ params, query: { query, period } }) => genealogy.everyDownlineRow(params.memberId, { query, period }),
    ),
    serve(getLegs, ({ params, query: { limit = 10, period } }) => genealogy.strongestLegs(params.memberId, { limit, period })),
    serve(getTree, ({ params, query: { depth = 3, limit = 300, period } }) =>
      genealogy.treeWindow(params.memberId, { depth, limit, period }),
    ),
    serve(getUpline, ({ params }) => genealogy.uplinePath(params.memberId)),
  ];
}
