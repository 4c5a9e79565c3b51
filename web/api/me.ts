import { useSession } from './session.ts';

/** The member that the visitor is. Pages behind the cabinet's door use it; the door has checked that there is one. */
export function useMyMemberId(): number {
  const session = useSession();
  if (session === null || session.memberId === null) throw new Error('this page is for members');
  return session.memberId;
}
