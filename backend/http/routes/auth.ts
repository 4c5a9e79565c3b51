import { createSession, deleteSession, getMe, issueNonce, type Session, updateMe } from '#api/auth.ts';
import type { SignedIn } from '#modules/identity/index.ts';
import { type ServedRoute, serve } from '../register.ts';
import type { RouteContext } from './context.ts';

export function authRoutes({ identity }: RouteContext): ServedRoute[] {
  return [
    serve(issueNonce, async ({ cookies }) => {
      const { browserToken, issuedAt, expiresAt, ...challenge } = await identity.issueNonce();
      cookies.setBrowser(browserToken, expiresAt);
      return { ...challenge, issuedAt: issuedAt.toISOString(), expiresAt: expiresAt.toISOString() };
    }),
    serve(createSession, async ({ body, cookies }) => {
      const { token, signedIn } = await identity.signIn({
        ...body,
        browserToken: cookies.browserToken,
        previousToken: cookies.sessionToken,
      });
      cookies.setSession(token, signedIn.expiresAt);
      cookies.clearBrowser();
      return sessionAnswer(signedIn);
    }),
    serve(deleteSession, async ({ cookies }) => {
      if (cookies.sessionToken !== undefined) await identity.signOut(cookies.sessionToken);
      cookies.clearSession();
      return undefined;
    }),
    serve(getMe, async ({ viewer }) => sessionAnswer(viewer)),
    serve(updateMe, async ({ viewer, body }) => sessionAnswer(await identity.changeProfile(viewer, body))),
  ];
}

function sessionAnswer(signedIn: SignedIn): Session {
  const { accountId, name, locale, wallet, memberId, expiresAt } = signedIn;
  return {
    account: { id: accountId, name, locale, wallet },
    memberId,
    roles: [...signedIn.roles],
    permissions: [...signedIn.permissions],
    expiresAt: expiresAt.toISOString(),
  };
}
