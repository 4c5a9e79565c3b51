import { Alert, Button, Checkbox, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconLock } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvitationOffer } from '#api/invitations.ts';
import { personName } from '#api/values.ts';
import { useOperation } from '../../api/operation.ts';
import { CallError } from '../../api/problem.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { Details } from '../../ui/details.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { formatDateTime } from '../../ui/format/time.ts';
import { useLocale } from '../../ui/locale.ts';
import { OperationProgress } from '../status/operation-progress.tsx';
import { usePersonText } from '../status/person-name.tsx';
import { joinStepOf } from './flow.ts';
import { JoinReceipt } from './receipt.tsx';
import { SignStep } from './sign-step.tsx';
import { type Joining, useJoin } from './use-join.ts';

/** Three steps to a place in the network; each is kept, so that a closed tab goes on where it was. */
export function JoinSteps({ offer }: { offer: InvitationOffer }) {
  const joining = useJoin(offer);
  const [nameAccepted, setNameAccepted] = useState(false);
  const step = joinStepOf(joining.flow, nameAccepted);
  return (
    <div data-step={step}>
      {step === 'sponsor' ? <SponsorStep offer={offer} onConfirm={joining.confirmSponsor} /> : null}
      {step === 'person' ? (
        <PersonStep
          offer={offer}
          name={joining.flow.name}
          onNext={(name) => {
            joining.chooseName(name);
            setNameAccepted(true);
          }}
        />
      ) : null}
      {step === 'sign' ? <SignStep offer={offer} joining={joining} onBack={() => setNameAccepted(false)} /> : null}
      {step === 'sending' ? <Sending joining={joining} /> : null}
      {step === 'following' ? <Following offer={offer} joining={joining} /> : null}
    </div>
  );
}

function SponsorStep({ offer, onConfirm }: { offer: InvitationOffer; onConfirm: () => void }) {
  const { t } = useTranslation('join');
  const personText = usePersonText();
  const locale = useLocale();
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        {t('step', { step: 1, of: 3 })}
      </Text>
      <Title order={2} data-sponsor>
        {t('sponsor.title', { person: personText(offer.sponsor) })}
      </Title>
      <Alert color="yellow" icon={<IconLock />} title={t('sponsor.forever')}>
        {t('sponsor.foreverText')}
      </Alert>
      <Text size="sm">{t('sponsor.free')}</Text>
      <Button size="md" h="auto" mih={42} py="sm" onClick={onConfirm} fullWidth>
        {t('sponsor.confirm', { person: personText(offer.sponsor) })}
      </Button>
      <Text size="sm" c="dimmed">
        {t('sponsor.notMine')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('sponsor.until', { time: formatDateTime(offer.deadline, locale) })}
      </Text>
    </Stack>
  );
}

function PersonStep({ offer, name, onNext }: { offer: InvitationOffer; name: string; onNext: (name: string) => void }) {
  const { t } = useTranslation('join');
  const locale = useLocale();
  const form = useForm({
    initialValues: { name, terms: false, sponsor: false },
    validate: {
      name: (value) => (personName.safeParse(value).success ? null : t('person.nameFault')),
      terms: (value) => (value ? null : t('person.required')),
      sponsor: (value) => (value ? null : t('person.required')),
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => onNext(values.name.trim()))} noValidate>
      <Stack gap="lg">
        <Text size="sm" c="dimmed">
          {t('step', { step: 2, of: 3 })}
        </Text>
        <Title order={2}>{t('person.title')}</Title>
        <TextInput
          label={t('person.name')}
          description={t('person.nameWhy')}
          autoComplete="name"
          size="md"
          maxLength={80}
          {...form.getInputProps('name')}
        />
        <Checkbox label={t('person.terms')} {...form.getInputProps('terms', { type: 'checkbox' })} />
        <Details label={t('person.readTerms')}>{offer.terms.text[locale]}</Details>
        <Checkbox label={t('person.sponsor')} {...form.getInputProps('sponsor', { type: 'checkbox' })} />
        <Button type="submit" size="md">
          {t('next')}
        </Button>
      </Stack>
    </form>
  );
}

/** Hands the signed consent over. Also after a reload, when nobody knows whether it arrived: the same consent is the same operation. */
function Sending({ joining }: { joining: Joining }) {
  const failureOf = useFailureText();
  const { t } = useTranslation('join');
  const { send, flow } = joining;
  const { mutate, isIdle } = send;
  useEffect(() => {
    if (isIdle) mutate(flow);
  }, [isIdle, mutate, flow]);
  if (send.error === null) return <OperationProgress operation={null} slow={false} />;
  // A refusal stays a refusal; a line that failed is tried again with the same signature.
  const refused =
    send.error instanceof CallError && send.error.status >= 400 && send.error.status < 500 && send.error.status !== 429;
  return (
    <ErrorState
      failure={failureOf(send.error)}
      {...(refused ? {} : { retry: () => mutate(flow) })}
      action={
        refused ? (
          <Button size="xs" onClick={joining.startAgain}>
            {t('startAgain')}
          </Button>
        ) : null
      }
    />
  );
}

function Following({ offer, joining }: { offer: InvitationOffer; joining: Joining }) {
  const { t } = useTranslation('join');
  const failureOf = useFailureText();
  const { operation, slow, error } = useOperation(joining.flow.operationId, 'join');
  if (error !== null) {
    return (
      <ErrorState
        failure={failureOf(error)}
        action={
          <Button size="xs" onClick={joining.startAgain}>
            {t('startAgain')}
          </Button>
        }
      />
    );
  }
  if (operation !== null && (operation.status === 'mined' || operation.status === 'final')) {
    return <JoinReceipt offer={offer} operation={operation} joining={joining} />;
  }
  return (
    <Stack>
      <Title order={2}>{t('following.title')}</Title>
      <Text c="dimmed" size="sm">
        {t('following.text')}
      </Text>
      <OperationProgress operation={operation} slow={slow} />
      {operation?.status === 'failed' ? (
        <Group>
          <Button onClick={joining.startAgain}>{t('startAgain')}</Button>
        </Group>
      ) : null}
    </Stack>
  );
}
