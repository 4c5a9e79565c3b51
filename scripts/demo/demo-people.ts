import { type DemoPerson } from '#api/demo.ts';
import { type CastMember } from './cast.ts';
import { accountAt, privateKeyOf } from './keys.ts';

/** The list as `GET /demo/people` gives it. @param invitation path of the link by which the guest can join */
export function demoPeople(cast: readonly CastMember[], invitation: string): DemoPerson[] {
  return cast.map((person) => {
    const account = accountAt(person.keyPath);
    const { key, name, role, whatToTry } = person;
    return {
      key,
      name,
      role,
      memberId: person.memberId ?? null,
      wallet: account.address,
      privateKey: privateKeyOf(account),
      whatToTry: { en: whatToTry.en.replace('{link}', invitation), ru: whatToTry.ru.replace('{link}', invitation) },
    };
  });
}
