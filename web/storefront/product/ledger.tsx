import { Group, Text } from '@mantine/core'
import { useState } from 'react'
import { Figure } from '../../ui/figure.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { grouped } from '../../ui/plurals.ts'
import { texts } from '../../ui/texts.ts'
import { zonedFormat } from '../../ui/zoned-format.ts'
import styles from './ledger.module.css'
import { tellLedger } from './ledger-story.ts'
import { type Ledger as Read, useLedger } from './use-ledger.ts'

const words = orderTexts.product

export interface LedgerProps {
  productId: number
  stock: number
  /** The shop's time zone, which all times are shown in. */
  timeZone: string | undefined
}

/** The public stock ledger, which explains the current stock. It is loaded when it is opened. */
export function Ledger({ productId, stock, timeZone }: LedgerProps) {
  const [isOpen, setOpen] = useState(false)
  const ledger = useLedger(productId, stock, isOpen)
  return (
    <details className={styles.ledger} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.ledger}</summary>
      <Text size="sm" c="dimmed">
        {words.ledgerHelp}
      </Text>
      <Story ledger={ledger} timeZone={timeZone} />
    </details>
  )
}

function Story({ ledger, timeZone }: { ledger: Read; timeZone: string | undefined }) {
  if (ledger.kind === 'loading') return <p>{texts.shell.loading} …</p>
  if (ledger.kind === 'failed') return <p role="status">{words.ledgerFailed}</p>
  const story = tellLedger(ledger.movements)
  const whenFormat = zonedFormat(moment, timeZone)
  return (
    <>
      <dl className={styles.sums}>
        {story.sums.map(({ kind, sign, quantity }, index) => (
          <Group key={kind} justify="space-between">
            <dt>{words.ledgerSums[kind]}</dt>
            <dd>
              {index > 0 && `${sign} `}
              <Figure value={quantity}>{grouped(quantity)}</Figure>
            </dd>
          </Group>
        ))}
        {ledger.isWhole && (
          <Group justify="space-between" className={styles.left ?? ''}>
            <dt>{words.ledgerLeft}</dt>
            <dd>
              = <Figure value={story.left}>{grouped(story.left)}</Figure>
            </dd>
          </Group>
        )}
      </dl>
      {!ledger.isWhole && (
        <Text size="sm" c="dimmed">
          {words.ledgerLong(ledger.movements.length)}
        </Text>
      )}
      <h3>{words.ledgerLatest}</h3>
      <ol className={styles.latest}>
        {story.latest.map((movement, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one entry may move a product twice
          <li key={`${movement.seq} ${index}`}>
            <time dateTime={new Date(movement.at).toISOString()}>{whenFormat.format(movement.at)}</time>
            <span>{words.moved[movement.kind](movement.quantity)}</span>
            <span>{texts.status.left(movement.stock)}</span>
          </li>
        ))}
      </ol>
    </>
  )
}

const moment = { weekday: 'short', hour: '2-digit', minute: '2-digit' } as const
