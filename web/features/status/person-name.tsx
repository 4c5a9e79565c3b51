import { useTranslation } from 'react-i18next';
import { COMPANY_MEMBER } from '#kernel/ids.ts';

interface Named {
  readonly memberId: number;
  readonly name: string | null;
}

/** `Anna P., № 1042`; the company by its role; a member whose name is not known by the number alone. */
export function usePersonText(): (person: Named) => string {
  const { t } = useTranslation('common');
  return ({ memberId, name }) => {
    if (name !== null) return t('person', { name, number: memberId });
    return memberId === COMPANY_MEMBER ? t('company') : t('memberNumber', { number: memberId });
  };
}

export function PersonName({ person }: { person: Named }) {
  const { t } = useTranslation('common');
  const name = person.name ?? (person.memberId === COMPANY_MEMBER ? t('company') : null);
  if (name === null) return <span>{t('memberNumber', { number: person.memberId })}</span>;
  return (
    <span>
      {name}{' '}
      <span style={{ color: 'var(--mantine-color-dimmed)', fontWeight: 400, whiteSpace: 'nowrap' }}>
        №&nbsp;{person.memberId}
      </span>
    </span>
  );
}
