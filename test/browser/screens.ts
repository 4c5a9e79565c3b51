/** Every page of the product, with the demo person who opens it. `null`: a visitor. */
export const screens = [
  [null, '/'],
  [null, '/sign-in'],
  [null, '/audit'],
  [null, '/join/xxxxxxxxxxxx'],
  ['leader', '/home'],
  ['leader', '/team'],
  ['leader', '/team?view=picture'],
  ['leader', '/members/7'],
  ['leader', '/proof'],
  ['leader', '/earnings'],
  ['leader', '/receive'],
  ['leader', '/shop'],
  ['leader', '/orders'],
  ['leader', '/invitations'],
  ['administrator', '/console'],
  ['administrator', '/console/members'],
  ['administrator', '/console/orders'],
  ['administrator', '/console/periods'],
  ['administrator', '/console/periods/2'],
  ['administrator', '/console/periods/3'],
  ['administrator', '/console/periods/4'],
  ['administrator', '/console/plans'],
  ['administrator', '/console/indexer'],
] as const;

export type Screen = (typeof screens)[number];
