import { Box, Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Order } from '../../../shared/protocol/shapes.ts'
import type { Refusal } from '../../../shared/refusals.ts'
import { useBuyerClient, useFreshness } from '../../store/hooks.ts'
import { announce } from '../../ui/announcements.ts'
import { orderTexts } from '../../ui/order-texts.ts'
import { texts } from '../../ui/texts.ts'
import { FocusedPart } from '../focused-part.tsx'

const words = orderTexts.order

type Step = 'idle' | 'asking' | 'sending' | 'unknown' | Refusal

/** Cancels an order, after asking once. */
export function CancelOrder({ order }: { order: Order }) {
  const { commands } = useBuyerClient()
  const isLive = useFreshness() === 'live'
  const [step, setStep] = useState<Step>('idle')
  const [isKept, setKept] = useState(false)
  const cancel = async () => {
    setStep('sending')
    const ended = await commands.send(
      'order:cancel',
      { orderId: order.id },
      { onUnknown: () => setStep('unknown') },
    )
    if (ended.kind === 'ok') announce(words.cancelled)
    // The reply contains the order, which shows its new state.
    setStep(ended.kind === 'refused' ? ended.refusal : 'idle')
  }
  if (step === 'idle') {
    return (
      <Button variant="subtle" color="ink" me="-md" autoFocus={isKept} onClick={() => setStep('asking')}>
        {words.cancel}
      </Button>
    )
  }
  if (typeof step === 'object') return <p role="status">{whyNot(step)}</p>
  const isBusy = step !== 'asking'
  return (
    <Box
      component="section"
      flex="1 0 100%"
      p="md"
      bd="1px solid var(--line)"
      bdrs="lg"
      bg="var(--card)"
      aria-label={words.cancelTitle}
    >
      <FocusedPart inView>
        <h2>{words.cancelTitle}</h2>
        <p role="status">{step === 'unknown' ? orderTexts.outcome.marketBusy : words.cancelHelp}</p>
        <Group justify="flex-end" gap="xs">
          <Button
            variant="default"
            disabled={isBusy}
            onClick={() => {
              setKept(true)
              setStep('idle')
            }}
          >
            {words.cancelKeep}
          </Button>
          <Button color="bad" loading={isBusy} disabled={!isLive} onClick={() => void cancel()}>
            {words.cancel}
          </Button>
        </Group>
      </FocusedPart>
    </Box>
  )
}

const whyNot = (refusal: Refusal): string =>
  refusal.code === 'too_many_requests'
    ? `${orderTexts.refusals[refusal.code]} ${texts.shell.retryAfter(refusal.retryAfterMs)}`
    : words.cancelRefused
