import { useTranslation } from 'react-i18next';
import { CallError } from './problem.ts';

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly cure: string | null;
  readonly requestId: string | null;
}

/** Words for a failed call: the server's where it spoke, else ours. */
export function useFailureText(): (error: unknown) => Failure {
  const { t } = useTranslation('common');
  return (error) => {
    if (!(error instanceof CallError)) {
      return {
        code: 'CLIENT.UNEXPECTED',
        message: t('fault.unexpected.message'),
        cure: t('fault.unexpected.cure'),
        requestId: null,
      };
    }
    if (error.detail !== null) return { code: error.code, message: error.detail, cure: error.cure, requestId: error.requestId };
    const fault = error.code === 'CLIENT.OFFLINE' ? 'offline' : error.code === 'CLIENT.TIMEOUT' ? 'timeout' : 'unreadable';
    return { code: error.code, message: t(`fault.${fault}.message`), cure: t(`fault.${fault}.cure`), requestId: null };
  };
}
